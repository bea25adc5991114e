using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Profiles;

/// <summary>The name of a profile: letters, digits, dots, dashes, colons and underscores.</summary>
[JsonConverter(typeof(ParsableJsonConverter<ProfileName>))]
public readonly record struct ProfileName : IParsable<ProfileName>, IComparable<ProfileName>
{
    private readonly string? _text;

    private ProfileName(string text) => _text = text;

    /// <summary>Reads a name.</summary>
    /// <exception cref="WarewulfException">The text is not a valid name.</exception>
    public static ProfileName Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static ProfileName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name)
            ? name
            : throw WarewulfException.Invalid($"'{Names.Printable(s)}' is not a valid profile name: use letters, digits, '.', '-', ':' and '_'.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProfileName result)
    {
        var valid = Names.IsFileName(s);
        result = valid ? new ProfileName(s!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(ProfileName other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
