using System.Globalization;
using Warewulf.Core;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary>Reads numbers of revisions from the command line.</summary>
internal static class RevisionNumber
{
    /// <summary>Reads one.</summary>
    /// <param name="text">The number.</param>
    /// <param name="flag">The flag it belongs to, for the message; unset for a word.</param>
    /// <exception cref="WarewulfException">It is not one.</exception>
    public static long Parse(string text, string? flag = null) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw WarewulfException.Invalid(
                $"{(flag is null ? "" : flag + ": ")}'{Names.Printable(text)}' is not the number of a revision: see 'wwctl history'.");
}
