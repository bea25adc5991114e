using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Images;

/// <summary>What <c>image name</c> of a node or profile says: <c>NAME</c> is the current build of an image, <c>NAME@GENERATION</c> always that one.</summary>
/// <param name="Name">The image.</param>
/// <param name="Generation">The build that is meant whichever is current; unset means the current one.</param>
public readonly record struct ImageReference(ImageName Name, int? Generation = null) : IParsable<ImageReference>
{
    private const char Separator = '@';

    /// <summary>Reads a reference.</summary>
    /// <exception cref="WarewulfException">The text is not one.</exception>
    public static ImageReference Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static ImageReference Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (TryParse(s, provider, out var reference))
        {
            return reference;
        }

        // What stands before the separator may be wrong too, and is told as an image's name is anywhere.
        var at = s.IndexOf(Separator, StringComparison.Ordinal);
        var name = ImageName.Parse(at < 0 ? s : s[..at]);
        throw WarewulfException.Invalid(
            $"'{Names.Printable(s)}' names no generation of image '{name}': write '{name}' for the current one, or '{name}{Separator}3' for generation 3.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ImageReference result)
    {
        result = default;
        var at = s?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        if (!ImageName.TryParse(at < 0 ? s : s![..at], provider, out var name))
        {
            return false;
        }

        if (at < 0)
        {
            result = new ImageReference(name);
            return true;
        }

        var isNumber = TryParseGeneration(s.AsSpan(at + 1), out var generation);
        result = isNumber ? new ImageReference(name, generation) : default;
        return isNumber;
    }

    /// <summary>Reads the number of a generation: digits that begin with none of value zero.</summary>
    public static bool TryParseGeneration(ReadOnlySpan<char> text, out int generation) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out generation) && text[0] != '0';

    /// <inheritdoc/>
    public override string ToString() => Generation is { } generation ? string.Create(CultureInfo.InvariantCulture, $"{Name}{Separator}{generation}") : Name.ToString();
}
