using System.Text;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A node of a parsed template. Nodes never change and hold no state of an execution, so threads share them.</summary>
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
