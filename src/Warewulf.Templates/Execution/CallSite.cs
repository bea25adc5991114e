using Warewulf.Templates.Parsing.Syntax;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>What a command hands to its first word: its other words, and the value that the pipeline brought.</summary>
internal readonly struct CallSite
{
    private readonly Operand[]? _words;

    public CallSite(SyntaxNode node, Operand[] words, GoValue final, bool hasFinal)
    {
        Node = node;
        _words = words;
        Final = final;
        HasFinal = hasFinal;
    }

    /// <summary>A use without any arguments.</summary>
    public CallSite(SyntaxNode node)
    {
        Node = node;
    }

    /// <summary>The node that errors of the call point at.</summary>
    public SyntaxNode Node { get; }

    /// <summary>The value of the pipeline so far; becomes the last argument.</summary>
    public GoValue Final { get; }

    public bool HasFinal { get; }

    /// <summary>The same use with another node for its errors: those of a method point at the field, not at the whole command.</summary>
    public CallSite At(SyntaxNode node) => _words is null ? new CallSite(node) : new CallSite(node, _words, Final, HasFinal);

    public ReadOnlySpan<Operand> Arguments => _words is null ? [] : _words.AsSpan(1);

    public bool HasArguments => HasFinal || _words is { Length: > 1 };
}
