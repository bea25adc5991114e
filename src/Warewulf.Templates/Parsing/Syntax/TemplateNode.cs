using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>{{template}}: runs another template of the same set.</summary>
internal sealed class TemplateNode(int position, string name, PipeNode? pipe) : Statement(position)
{
    public string Name { get; } = name;

    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        interpreter.At(this);
        interpreter.Invoke(Name, Pipe, dot);
        return Flow.Next;
    }

    public PipeNode? Pipe { get; } = pipe;

    public override void Print(StringBuilder output)
    {
        output.Append("{{template ").Append(Functions.GoQuote.Quote(Name));
        if (Pipe is not null)
        {
            output.Append(' ');
            Pipe.Print(output);
        }

        output.Append("}}");
    }
}
