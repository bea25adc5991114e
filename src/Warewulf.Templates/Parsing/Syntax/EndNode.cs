using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>{{end}} or {{else}}: closes a list while parsing, never part of a finished tree.</summary>
internal sealed class EndNode(int position, bool isElse) : Statement(position)
{
    public bool IsElse { get; } = isElse;

    public override Flow Execute(Interpreter interpreter, in GoValue dot) =>
        throw new InvalidOperationException("A closing action is not a statement.");

    public override void Print(StringBuilder output) => output.Append(IsElse ? "{{else}}" : "{{end}}");
}
