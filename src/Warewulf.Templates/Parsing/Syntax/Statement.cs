using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A node that writes output or changes variables.</summary>
internal abstract class Statement(int position) : SyntaxNode(position)
{
    /// <summary>Runs the node with the given dot.</summary>
    public abstract Flow Execute(Interpreter interpreter, in GoValue dot);
}
