using System.Globalization;
using System.Text.RegularExpressions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Versions;

/// <summary>A semantic version. Parsing is lenient: a leading v is taken, minor and patch may be left out.</summary>
internal sealed partial record SemanticVersion(ulong Major, ulong Minor, ulong Patch, string Prerelease, string Metadata, string Original)
{
    /// <summary>Reads a version. Throws <see cref="GoFunctionException"/> with Go's message.</summary>
    public static SemanticVersion Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw new GoFunctionException("Invalid Semantic Version");
        }

        var prerelease = match.Groups["pre"].Value;
        var version = new SemanticVersion(
            Number(match.Groups["major"].Value), Number(match.Groups["minor"].Value), Number(match.Groups["patch"].Value), prerelease,
            match.Groups["meta"].Value, text);
        CheckPrerelease(prerelease);
        return version;
    }

    /// <summary>Throws <see cref="GoFunctionException"/> for a part with a leading zero or a character that does not belong there.</summary>
    public static void CheckPrerelease(string prerelease)
    {
        foreach (var part in prerelease.Length == 0 ? [] : prerelease.Split('.'))
        {
            if (part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit))
            {
                throw new GoFunctionException("Version segment starts with 0");
            }

            if (part.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
            {
                throw new GoFunctionException("Invalid Prerelease string");
            }
        }
    }

    /// <summary>Throws <see cref="GoFunctionException"/> for a character that does not belong into metadata.</summary>
    public static void CheckMetadata(string metadata)
    {
        if (metadata.Split('.').Any(part => part.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')))
        {
            throw new GoFunctionException("Invalid Metadata string");
        }
    }

    public int CompareTo(SemanticVersion other)
    {
        var order = Major != other.Major ? Major.CompareTo(other.Major)
            : Minor != other.Minor ? Minor.CompareTo(other.Minor)
            : Patch.CompareTo(other.Patch);
        return order != 0 ? order : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <summary>The order of prereleases; none at all comes after every other.</summary>
    public static int ComparePrerelease(string x, string y)
    {
        if (x.Length == 0 || y.Length == 0)
        {
            return y.Length.CompareTo(0) - x.Length.CompareTo(0);
        }

        var (left, right) = (x.Split('.'), y.Split('.'));
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var order = ComparePart(i < left.Length ? left[i] : "", i < right.Length ? right[i] : "");
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public SemanticVersion NextPatch() => Prerelease.Length > 0 ? Cleared(Major, Minor, Patch) : Cleared(Major, Minor, Patch + 1);

    public SemanticVersion NextMinor() => Cleared(Major, Minor + 1, 0);

    public SemanticVersion NextMajor() => Cleared(Major + 1, 0, 0);

    /// <summary>The version with other text behind its numbers.</summary>
    public SemanticVersion Retitled(string prerelease, string metadata)
    {
        var changed = this with { Prerelease = prerelease, Metadata = metadata };
        return changed with { Original = Prefix + changed };
    }

    public override string ToString() =>
        $"{Major}.{Minor}.{Patch}{(Prerelease.Length > 0 ? "-" : "")}{Prerelease}{(Metadata.Length > 0 ? "+" : "")}{Metadata}";

    private string Prefix => Original.StartsWith('v') ? "v" : "";

    private SemanticVersion Cleared(ulong major, ulong minor, ulong patch)
    {
        var next = new SemanticVersion(major, minor, patch, "", "", "");
        return next with { Original = Prefix + next };
    }

    private static int ComparePart(string x, string y)
    {
        if (x == y)
        {
            return 0;
        }

        if (x.Length == 0 || y.Length == 0)
        {
            return x.Length == 0 ? -1 : 1;
        }

        var (leftIsNumber, rightIsNumber) = (IsNumber(x, out var left), IsNumber(y, out var right));
        return (leftIsNumber, rightIsNumber) switch
        {
            (true, true) => left > right ? 1 : -1,
            (false, false) => string.CompareOrdinal(x, y) > 0 ? 1 : -1,
            (true, false) => -1,
            _ => 1,
        };
    }

    private static bool IsNumber(string text, out ulong value) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static ulong Number(string digits) => digits.Length == 0 ? 0
        : IsNumber(digits, out var value) ? value
        : throw new GoFunctionException($"Error parsing version segment: strconv.ParseUint: parsing \"{digits}\": value out of range");

    [GeneratedRegex(
        @"\Av?(?<major>[0-9]+)(\.(?<minor>[0-9]+))?(\.(?<patch>[0-9]+))?(-(?<pre>[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+(?<meta>[0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
