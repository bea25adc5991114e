using System.Text;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>What if, with and range have in common.</summary>
internal abstract class BranchNode(int position, string keyword, PipeNode pipe, ListNode body, ListNode? elseBody) : Statement(position)
{
    public PipeNode Pipe { get; } = pipe;

    public ListNode Body { get; } = body;

    public ListNode? ElseBody { get; } = elseBody;

    public sealed override void Print(StringBuilder output)
    {
        output.Append("{{").Append(keyword).Append(' ');
        Pipe.Print(output);
        output.Append("}}");
        Body.Print(output);
        if (ElseBody is not null)
        {
            output.Append("{{else}}");
            ElseBody.Print(output);
        }

        output.Append("{{end}}");
    }
}
