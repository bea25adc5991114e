using Warewulf.Core;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>Paths on nodes and where they lie in an overlay: below <c>rootfs</c>, or, in the layout of old, in its directory.</summary>
/// <param name="manifest">The overlay.</param>
internal sealed class OverlayPlace(OverlayManifest manifest)
{
    private static readonly BytePath RootName = BytePath.FromText("rootfs");

    /// <summary>What stands for the node's root.</summary>
    public BytePath Root { get; } = manifest.Find(RootName) is { IsDirectory: true } ? RootName : default;

    /// <summary>The overlay.</summary>
    public OverlayManifest Manifest => manifest;

    /// <summary>What lies there.</summary>
    /// <exception cref="WarewulfException">The path leads out of the overlay, or nothing is there.</exception>
    public ManifestEntry Existing(BytePath path)
    {
        var inside = Inside(path);
        Parent(inside, path);
        return manifest.Find(inside)
            ?? throw WarewulfException.NotFound($"Overlay '{manifest.Name}' has no '{path}': see 'wwctl overlay list --all {manifest.Name}'.");
    }

    /// <summary>The path in the overlay.</summary>
    /// <exception cref="WarewulfException">It leads out of the overlay, or names its root.</exception>
    public BytePath Inside(BytePath path)
    {
        var inside = Root;
        foreach (var range in path.Bytes.Split((byte)'/'))
        {
            var name = path.Bytes[range];
            if (name.SequenceEqual(".."u8) || name.Contains((byte)0) || name.Length > BytePath.MaxNameLength)
            {
                throw WarewulfException.Invalid($"'{path}' is no path inside an overlay: write it without '..', as the node is to have it.");
            }

            inside = name.IsEmpty || name.SequenceEqual("."u8) ? inside : inside.Child(name);
        }

        return inside != Root && inside.Length <= BytePath.MaxLength
            ? inside
            : throw WarewulfException.Invalid($"'{path}' names no file of an overlay: write a path such as etc/motd.");
    }

    /// <summary>The directory that a path lies in; nothing when it does not exist.</summary>
    /// <exception cref="WarewulfException">Something on the way is no directory.</exception>
    public ManifestEntry? Parent(BytePath inside, BytePath shown)
    {
        ManifestEntry? parent = null;
        foreach (var above in Above(inside))
        {
            parent = manifest.Find(above);
            if (parent is { IsDirectory: false })
            {
                var kind = parent.IsLink ? "a symbolic link, which is not followed" : "a file";
                throw WarewulfException.Invalid($"'{shown}' cannot be in overlay '{manifest.Name}': '{Shown(above)}' is {kind}. Name the directory itself.");
            }
        }

        return parent;
    }

    /// <summary>The directories on the way to a path that do not exist yet, from the top.</summary>
    public IEnumerable<BytePath> Missing(BytePath inside) => Above(inside).Where(above => manifest.Find(above) is null);

    /// <summary>What lies below a path.</summary>
    public IEnumerable<ManifestEntry> Below(BytePath inside) => manifest.Entries.Where(entry => entry.Path.IsBelow(inside));

    /// <summary>A path as it is on nodes.</summary>
    public BytePath Shown(BytePath inside) => Root.IsEmpty || !inside.IsBelow(Root) ? inside : new BytePath(inside.Bytes[(Root.Length + 1)..]);

    private static Stack<BytePath> Above(BytePath inside)
    {
        var above = new Stack<BytePath>();
        for (var path = inside.Parent; !path.IsEmpty; path = path.Parent)
        {
            above.Push(path);
        }

        return above;
    }
}
