using Warewulf.Core;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;

namespace Warewulf.Silo.Overlays;

/// <summary>What lies in the directory of site overlays.</summary>
internal sealed class OverlayScan
{
    private readonly Dictionary<OverlayName, OverlayListing> _listings = [];
    private readonly Dictionary<OverlayName, string> _unreadable = [];
    private readonly HashSet<(OverlayName Overlay, BytePath Path)> _passedBy = [];

    private readonly IReadOnlyList<string> _strangers;

    private OverlayScan(IReadOnlyList<string> strangers) => _strangers = strangers;

    /// <summary>The names of the overlays there are.</summary>
    public IReadOnlyCollection<OverlayName> Names => [.. _listings.Keys, .. _unreadable.Keys];

    /// <summary>Looks.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="reader">Lists overlays.</param>
    /// <param name="isKnown">Tells what the catalog has: such a path is never taken for an editor's.</param>
    public static OverlayScan Of(string directory, OverlayDirectoryReader reader, Func<OverlayName, BytePath, bool> isKnown)
    {
        var scan = new OverlayScan(DirectoryOverlays.Strangers(directory));
        foreach (var name in DirectoryOverlays.Names(directory))
        {
            if (PassingFiles.IsOne(BytePath.FromText(name.ToString())) && !isKnown(name, default))
            {
                continue;
            }

            try
            {
                scan._listings[name] = reader.Read(
                    name, Path.Combine(directory, name.ToString()), path => PassingFiles.IsOne(path) && !isKnown(name, path));
            }
            catch (WarewulfException e)
            {
                // Gone since it was listed, or not to be read; in doubt nothing is known of it, and so nothing of it is removed.
                if (Directory.Exists(Path.Combine(directory, name.ToString())))
                {
                    scan._unreadable[name] = e.Message;
                }
            }
        }

        return scan;
    }

    /// <summary>An overlay; nothing when there is none, or nothing is known of it.</summary>
    public OverlayManifest? Find(OverlayName name) => _listings.GetValueOrDefault(name)?.Manifest;

    /// <summary>Whether nothing is known of a path.</summary>
    public bool IsUnknown(OverlayName name, BytePath path)
    {
        if (_unreadable.ContainsKey(name))
        {
            return true;
        }

        var problems = _listings.GetValueOrDefault(name)?.Problems;
        for (var above = path; ; above = above.Parent)
        {
            if (problems?.ContainsKey(above) == true || _passedBy.Contains((name, above)))
            {
                return true;
            }

            if (above.IsEmpty)
            {
                return false;
            }
        }
    }

    /// <summary>Notes that a file changed since it was looked at: the next look will tell.</summary>
    public void PassBy(OverlayName name, BytePath path) => _passedBy.Add((name, path));

    /// <summary>What could not be looked at, for the log.</summary>
    public IEnumerable<(string What, string Why)> Problems() =>
        _unreadable.Select(pair => ($"overlay '{pair.Key}'", pair.Value)).Concat(
            _listings.SelectMany(pair => pair.Value.Problems.Select(problem => ($"'{problem.Key}' of overlay '{pair.Key}'", problem.Value)))).Concat(
            _strangers.Select(name => ($"directory '{Core.Validation.Names.Printable(name)}'", "its name is none of an overlay: use letters, digits, '.', '-', ':' and '_'")));
}
