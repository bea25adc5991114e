using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays;

/// <summary>Follows symbolic links inside an overlay: an absolute one begins at the overlay's own directory, and none leads out of it.</summary>
internal static class ManifestLinks
{
    /// <summary>As many as the kernel follows before it reports a loop.</summary>
    private const int MostLinks = 40;

    /// <summary>What a path leads to; nothing when it leads nowhere or in circles.</summary>
    public static ManifestEntry? Follow(OverlayManifest manifest, BytePath path)
    {
        var pending = new Stack<byte[]>();
        Push(pending, path.Bytes);
        BytePath here = default;
        var links = 0;
        while (pending.TryPop(out var name))
        {
            if (name.AsSpan().SequenceEqual(".."u8))
            {
                here = here.Parent;
                continue;
            }

            if (manifest.Find(here.Child(name)) is not { } entry)
            {
                return null;
            }

            if (entry.Target is not { } target)
            {
                if (pending.Count > 0 && !entry.IsDirectory)
                {
                    return null;
                }

                here = entry.Path;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            here = target.Bytes is [(byte)'/', ..] ? default : here;
            Push(pending, target.Bytes);
        }

        return manifest.Find(here);
    }

    private static void Push(Stack<byte[]> pending, ReadOnlySpan<byte> path)
    {
        var names = new List<byte[]>();
        foreach (var range in path.Split((byte)'/'))
        {
            var name = path[range];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                names.Add(name.ToArray());
            }
        }

        for (var i = names.Count - 1; i >= 0; i--)
        {
            pending.Push(names[i]);
        }
    }
}
