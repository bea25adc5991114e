using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Images;

/// <summary>The name of an image: letters, digits, dots, dashes, colons and underscores; it is also a directory name.</summary>
[JsonConverter(typeof(ParsableJsonConverter<ImageName>))]
public readonly record struct ImageName : IParsable<ImageName>, IComparable<ImageName>
{
    private readonly string? _text;

    private ImageName(string text) => _text = text;

    /// <summary>Reads a name.</summary>
    /// <exception cref="WarewulfException">The text is not a valid name.</exception>
    public static ImageName Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static ImageName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name)
            ? name
            : throw WarewulfException.Invalid($"'{Names.Printable(s)}' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ImageName result)
    {
        var valid = Names.IsFileName(s);
        result = valid ? new ImageName(s!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(ImageName other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
