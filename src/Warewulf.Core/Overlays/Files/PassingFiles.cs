using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Files;

/// <summary>
/// Tells files that are no part of an overlay: what editors, network file systems and heads keep beside a file while they work on it, and
/// what was kept of an edit that lost against another.
/// </summary>
public static partial class PassingFiles
{
    /// <summary>What the names of files begin with that a head has not renamed yet.</summary>
    public const string TemporaryPrefix = ".overlay.tmp-";

    /// <summary>Whether a name is one of those.</summary>
    public static bool IsOne(BytePath path) => Pattern().IsMatch(Encoding.Latin1.GetString(path.FileName));

    /// <summary>The name under which an edit is kept that lost.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="revision">The revision that it lost against.</param>
    internal static byte[] Kept(ReadOnlySpan<byte> name, long revision)
    {
        var ending = Encoding.ASCII.GetBytes(".conflict-" + revision.ToString(CultureInfo.InvariantCulture));
        return [.. name[..Math.Min(name.Length, BytePath.MaxNameLength - ending.Length)], .. ending];
    }

    // In turn: vim's test for a writable directory, backups, Emacs' locks and its saved work, vim's swap files, GNOME's and NFS' temporary
    // files, our own.
    [GeneratedRegex(@"\A(4913|.*~|\.#.*|#.*#|\..*\.sw[a-z]|\.goutputstream-.*|\.nfs.*|\.overlay\.tmp-.*|.*\.conflict-[0-9]+)\z", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
