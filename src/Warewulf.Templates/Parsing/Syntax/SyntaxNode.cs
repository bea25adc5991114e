using System.Text;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>
/// A node of a parsed template. Threads share nodes: they hold no state of an execution, and what some remember to be
/// faster is replaced as a whole.
/// </summary>
internal abstract class SyntaxNode(int position)
{
    /// <summary>The byte offset in the text that error messages point at.</summary>
    public int Position { get; } = position;

    /// <summary>Writes the node in Go's normal form, as error messages quote it.</summary>
    public abstract void Print(StringBuilder output);

    /// <inheritdoc/>
    public sealed override string ToString()
    {
        var output = new StringBuilder();
        Print(output);
        return output.ToString();
    }
}
