using System.CommandLine;
using System.Globalization;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary>Reads what verbs on overlays are given: names, paths on nodes, permissions and owners.</summary>
internal static class OverlayWords
{
    private const int Octal = 8;
    private const uint LargestMode = 0xFFF;

    /// <summary>The arguments of a verb.</summary>
    /// <param name="words">One word for each, which help and completion go by: <c>OVERLAY</c>, <c>PATH</c>, <c>SOURCE</c>.</param>
    /// <param name="description">What they are.</param>
    public static Argument<string[]> Argument(string words, string description) => new(words) { Arity = ArgumentArity.ZeroOrMore, Description = description };

    /// <summary>The words given, when their number is right.</summary>
    /// <exception cref="WarewulfException">It is not.</exception>
    public static string[] Given(Invocation invocation, Argument<string[]> argument, int least, int most, string example)
    {
        var words = invocation.Get(argument);
        return words.Length >= least && words.Length <= most
            ? words
            : throw WarewulfException.Invalid($"{(words.Length < least ? "Too few words" : "Too many words")}: write 'wwctl overlay {example}'.");
    }

    /// <summary>A path on a node.</summary>
    /// <exception cref="WarewulfException">It is empty or leads out of an overlay.</exception>
    public static BytePath Path(string text)
    {
        var path = BytePath.FromText(text.Trim('/'));
        return !path.IsEmpty && !path.HasParentReference()
            ? path
            : throw WarewulfException.Invalid($"'{Names.Printable(text)}' is no path inside an overlay: write it without '..', as the node is to have it.");
    }

    /// <summary>Permissions in octal.</summary>
    /// <exception cref="WarewulfException">They are not.</exception>
    public static uint Mode(string text)
    {
        var isOctal = text.Length is > 0 and <= 6 && text.All(c => c is >= '0' and < '8');
        return isOctal && Convert.ToUInt32(text, Octal) is var mode and <= LargestMode
            ? mode
            : throw WarewulfException.Invalid($"'{Names.Printable(text)}' are no permissions: write them in octal, such as 0644.");
    }

    /// <summary>An owner and a group as numbers; either may be left out.</summary>
    /// <exception cref="WarewulfException">They are not.</exception>
    public static (uint? Uid, uint? Gid) Owner(string text)
    {
        var parts = text.Split(':');
        var uid = Number(parts[0]);
        var gid = parts.Length > 1 ? Number(parts[1]) : null;
        return parts.Length <= 2 && (uid ?? gid) is not null && (parts[0].Length == 0 || uid is not null) && (parts.Length < 2 || parts[1].Length == 0 || gid is not null)
            ? (uid, gid)
            : throw WarewulfException.Invalid($"'{Names.Printable(text)}' is no owner: write numbers, as 1000, 1000:100 or :100.");
    }

    /// <summary>The address of one file on the head.</summary>
    public static string Query(string route, OverlayName overlay, BytePath path) =>
        $"{route}?{Routes.OverlayParameter}={Uri.EscapeDataString(overlay.ToString())}&{Routes.PathParameter}={Uri.EscapeDataString(path.ToEscaped())}";

    // The highest number stands for "leave it as it is" in the kernel.
    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != uint.MaxValue ? number : null;
}
