using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Overlays;

/// <summary>The name of an overlay: letters, digits, dots, dashes, colons and underscores; it is also a directory name.</summary>
[JsonConverter(typeof(ParsableJsonConverter<OverlayName>))]
public readonly record struct OverlayName : IParsable<OverlayName>, IComparable<OverlayName>
{
    private readonly string? _text;

    private OverlayName(string text) => _text = text;

    /// <summary>Reads a name.</summary>
    /// <exception cref="WarewulfException">The text is not a valid name.</exception>
    public static OverlayName Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static OverlayName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name)
            ? name
            : throw WarewulfException.Invalid($"'{Names.Printable(s)}' is not a valid overlay name: use letters, digits, '.', '-', ':' and '_'.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OverlayName result)
    {
        var valid = Names.IsFileName(s);
        result = valid ? new OverlayName(s!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(OverlayName other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
