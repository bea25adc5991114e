using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>Text between actions, already trimmed: a slice of the file.</summary>
internal sealed class TextNode(int position, ReadOnlyMemory<byte> text) : Statement(position)
{
    public ReadOnlyMemory<byte> Text { get; } = text;

    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        interpreter.At(this);
        interpreter.Execution.Write(Text.Span);
        return Flow.Next;
    }

    public override void Print(StringBuilder output) => output.Append(GoText.FromUtf8(Text.Span));
}
