using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Segments;

/// <summary>The name of a boot network: letters, digits, dots, dashes, colons and underscores.</summary>
[JsonConverter(typeof(ParsableJsonConverter<SegmentName>))]
public readonly record struct SegmentName : IParsable<SegmentName>, IComparable<SegmentName>
{
    private readonly string? _text;

    private SegmentName(string text) => _text = text;

    /// <summary>Reads a name.</summary>
    /// <exception cref="WarewulfException">The text is not a valid name.</exception>
    public static SegmentName Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static SegmentName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name)
            ? name
            : throw WarewulfException.Invalid($"'{Names.Printable(s)}' is not a valid segment name: use letters, digits, '.', '-', ':' and '_'.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SegmentName result)
    {
        var valid = Names.IsFileName(s);
        result = valid ? new SegmentName(s!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(SegmentName other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
