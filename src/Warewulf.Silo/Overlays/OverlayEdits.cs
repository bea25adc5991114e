using Warewulf.Core;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>What single requests make of an overlay. Nothing here touches a disk.</summary>
/// <param name="now">The time of the change, in seconds since 1970.</param>
internal sealed class OverlayEdits(long now)
{
    private const uint NewFile = 0x1A4;
    private const uint NewDirectory = 0x1ED;

    /// <summary>An overlay with nothing in it.</summary>
    public OverlayManifest Empty(OverlayName name) => new(name, [Directory(default, NewDirectory), Directory(BytePath.FromText("rootfs"), NewDirectory)]);

    /// <summary>With a file put.</summary>
    public OverlayManifest Put(OverlayManifest overlay, OverlayPutRequest request)
    {
        var place = new OverlayPlace(overlay);
        var (inside, shown) = Target(place, request);
        var existing = overlay.Find(inside);
        if (existing is { IsDirectory: true })
        {
            throw WarewulfException.Conflict($"'{shown}' of overlay '{overlay.Name}' is a directory: name the file.");
        }

        if (existing is not null && !request.Overwrite)
        {
            throw WarewulfException.Conflict($"'{shown}' exists in overlay '{overlay.Name}': add --overwrite to replace it.");
        }

        var parent = place.Parent(inside, shown);
        if (parent is null && inside.Parent != default && !request.Parents)
        {
            throw WarewulfException.NotFound($"Overlay '{overlay.Name}' has no directory '{place.Shown(inside.Parent)}': add --parents to make it.");
        }

        var mode = (request.Mode ?? existing?.Mode ?? NewFile) & UnixMode.PermissionMask;
        var kept = existing is { IsFile: true } ? existing : null;
        var file = new ManifestEntry(inside, UnixMode.Regular | (existing is { IsLink: true } && request.Mode is null ? NewFile : mode), request.Uid ?? kept?.Uid ?? 0, request.Gid ?? kept?.Gid ?? 0, request.ModifiedSeconds ?? now)
        {
            Digest = ArtifactDigest.Of(request.Content),
            Length = request.Content.Length,
            Attributes = request.Attributes ?? kept?.Attributes,
        };

        // Saved again as it was, a file keeps its time, and there is nothing to commit.
        file = request.ModifiedSeconds is null && kept is not null && file with { ModifiedSeconds = kept.ModifiedSeconds } == kept ? kept : file;
        return overlay.With([.. place.Missing(inside).Select(path => Directory(path, ParentMode(request.Mode))), file], []);
    }

    /// <summary>With a directory, and those it lies in. One that exists stays as it is.</summary>
    public OverlayManifest MakeDirectory(OverlayManifest overlay, OverlayDirectoryRequest request)
    {
        var place = new OverlayPlace(overlay);
        var inside = place.Inside(request.Path);
        place.Parent(inside, request.Path);
        var mode = request.Mode & UnixMode.PermissionMask;
        return overlay.Find(inside) switch
        {
            { IsDirectory: true } => overlay,
            not null => throw WarewulfException.Conflict($"'{request.Path}' of overlay '{overlay.Name}' exists and is no directory: remove it first."),
            null => overlay.With([.. place.Missing(inside).Append(inside).Select(path => Directory(path, mode))], []),
        };
    }

    /// <summary>With other permissions or another owner.</summary>
    public static OverlayManifest Change(OverlayManifest overlay, OverlayAttributesRequest request)
    {
        var entry = new OverlayPlace(overlay).Existing(request.Path);
        if (request.Mode is not null && entry.IsLink)
        {
            throw WarewulfException.Invalid($"'{request.Path}' of overlay '{overlay.Name}' is a symbolic link, which has no permissions of its own: name what it leads to.");
        }

        return overlay.With(
            [
                entry with
                {
                    Mode = request.Mode is { } mode ? (entry.Mode & UnixMode.TypeMask) | (mode & UnixMode.PermissionMask) : entry.Mode,
                    Uid = request.Uid ?? entry.Uid,
                    Gid = request.Gid ?? entry.Gid,
                },
            ],
            []);
    }

    /// <summary>Without a file or directory.</summary>
    public static OverlayManifest Remove(OverlayManifest overlay, BytePath path, bool force, bool parents)
    {
        var place = new OverlayPlace(overlay);
        var entry = place.Existing(path);
        var below = place.Below(entry.Path).Select(inner => inner.Path).ToList();
        if (below.Count > 0 && !force)
        {
            throw WarewulfException.Conflict($"'{path}' of overlay '{overlay.Name}' is not empty: add --force to delete all that is in it.");
        }

        var rest = overlay.With([], [.. below, entry.Path]);
        for (var above = entry.Path.Parent; parents && above != place.Root && !above.IsEmpty && !rest.Entries.Any(other => other.Path.IsBelow(above)); above = above.Parent)
        {
            rest = rest.With([], [above]);
        }

        return rest;
    }

    // Whoever may read the file may enter the directories made for it.
    private static uint ParentMode(uint? mode) => mode is { } bits ? (bits & 0x1FF) | ((bits & 0x124) >> 2) : NewDirectory;

    private static (BytePath Inside, BytePath Shown) Target(OverlayPlace place, OverlayPutRequest request)
    {
        var isRoot = request.FileName is not null && request.Path.Bytes.Trim((byte)'/').IsEmpty;
        var inside = isRoot ? place.Root : place.Inside(request.Path);
        if (request.FileName is { } name && (isRoot || place.Manifest.Find(inside) is { IsDirectory: true }))
        {
            var whole = place.Shown(inside) is var shown && isRoot ? name : shown.Child(name.Bytes);
            return (place.Inside(whole), whole);
        }

        return (inside, place.Shown(inside));
    }

    private ManifestEntry Directory(BytePath path, uint mode) => new(path, UnixMode.Directory | mode, 0, 0, now);
}
