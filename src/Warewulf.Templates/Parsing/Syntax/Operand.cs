using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A node that has a value.</summary>
internal abstract class Operand(int position) : SyntaxNode(position)
{
    /// <summary>Evaluates the node as the first word of a command.</summary>
    public abstract GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site);

    /// <summary>Evaluates the node as an argument.</summary>
    /// <param name="interpreter">The running execution.</param>
    /// <param name="dot">The current dot.</param>
    /// <param name="type">The type of the parameter; null takes anything.</param>
    public abstract GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type);
}
