using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Nodes;

/// <summary>The name of a node: letters, digits, dots, dashes and underscores, starting with a letter or digit, at most 253 characters.</summary>
[JsonConverter(typeof(ParsableJsonConverter<NodeName>))]
public readonly record struct NodeName : IParsable<NodeName>, IComparable<NodeName>
{
    private readonly string? _text;

    private NodeName(string text) => _text = text;

    /// <summary>Reads a name.</summary>
    /// <exception cref="WarewulfException">The text is not a valid name.</exception>
    public static NodeName Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static NodeName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name)
            ? name
            : throw WarewulfException.Invalid($"'{Names.Printable(s)}' is not a valid node name: use letters, digits, '.', '-' and '_', starting with a letter or digit.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out NodeName result)
    {
        var valid = Names.IsHostName(s);
        result = valid ? new NodeName(s!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(NodeName other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
