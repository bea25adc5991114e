using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays.Files;

/// <summary>
/// Lists overlay directories and digests their files, once for each version of a file: as long as its size, times, inode, owner and
/// permissions are the same. Works by descriptor and never goes through a symbolic link of an overlay. Safe for many threads.
/// </summary>
/// <param name="time">The clock. A file changed a moment ago may change again without its times showing it, and is read again.</param>
public sealed class OverlayDirectoryReader(TimeProvider time)
{
    private const long MomentSeconds = 2;

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<BytePath, KnownFile>> _known = new(StringComparer.Ordinal);

    /// <summary>Lists one overlay.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="isLeftOut">Tells which paths are passed over, with all below them; unset for none.</param>
    /// <exception cref="WarewulfException">The directory itself cannot be read.</exception>
    public OverlayListing Read(OverlayName name, string directory, Func<BytePath, bool>? isLeftOut = null)
    {
        var run = new Run(isLeftOut ?? (static _ => false), _known.GetValueOrDefault(directory), time.GetUtcNow().ToUnixTimeSeconds() - MomentSeconds);
        try
        {
            using var root = PosixFile.OpenServerDirectory(directory);
            run.Add(root, "."u8, default, PosixFile.Status(root));
            run.Visit(root, default);
        }
        catch (PosixException error)
        {
            throw new WarewulfException(
                error.IsDenied ? ApiErrorCode.Forbidden : ApiErrorCode.Internal,
                $"Overlay '{name}' in '{directory}' cannot be read: {error.Message}. Check its owner and permissions.",
                error);
        }

        _known[directory] = run.Files;
        return new OverlayListing(new OverlayManifest(name, run.Entries), run.Problems);
    }

    private sealed record KnownFile(FileStatus Status, ArtifactDigest Digest);

    /// <summary>One walk over an overlay.</summary>
    private sealed class Run(Func<BytePath, bool> isLeftOut, IReadOnlyDictionary<BytePath, KnownFile>? known, long settledBefore)
    {
        public List<ManifestEntry> Entries { get; } = [];

        public Dictionary<BytePath, string> Problems { get; } = [];

        public Dictionary<BytePath, KnownFile> Files { get; } = [];

        public void Visit(SafeFileHandle directory, BytePath path)
        {
            foreach (var name in PosixFile.Names(directory))
            {
                var child = path.Child(name);
                try
                {
                    // A name can vanish between the listing and here; the overlay simply no longer has it.
                    if (!isLeftOut(child) && PosixFile.TryStatus(directory, name) is { } status)
                    {
                        Add(directory, name, child, status);
                    }
                }
                catch (PosixException error) when (error.Errno == Errno.NotFound)
                {
                }
                catch (IOException error)
                {
                    Problems[child] = $"it cannot be read: {(error as PosixException)?.Reason ?? error.Message}";
                }
            }
        }

        public void Add(SafeFileHandle directory, ReadOnlySpan<byte> name, BytePath path, FileStatus status)
        {
            var isKind = status.IsDirectory || status.IsRegular || status.IsSymbolicLink;
            var problem = !isKind ? "it is a device, pipe or socket: overlays take directories, files and symbolic links only. Remove it"
                : status.IsRegular && status.Size > ManifestRules.LargestFile ? $"it has {status.Size} bytes; the limit is {ManifestRules.LargestFile}"
                : path.IsEmpty ? null : ManifestRules.PathProblem(path) is { } wrong ? "it " + wrong : null;
            if (problem is not null)
            {
                Problems[path] = problem;
                return;
            }

            var entry = new ManifestEntry(path, status.Mode, status.Uid, status.Gid, status.ModifiedSeconds) { Attributes = OverlayEntryReader.Attributes(directory, name) };
            if (status.IsSymbolicLink)
            {
                Entries.Add(entry with { Target = PosixFile.ReadSymbolicLink(directory, name) });
            }
            else if (status.IsRegular)
            {
                AddFile(directory, name, entry, status with { Blocks = 0 });
            }
            else
            {
                Entries.Add(entry);
                if (!path.IsEmpty)
                {
                    using var inner = PosixFile.Open(directory, name, OpenFlags.InnerDirectory);
                    Visit(inner, path);
                }
            }
        }

        // Blocks are left out of the status, because they are counted when the kernel gets round to writing.
        private void AddFile(SafeFileHandle directory, ReadOnlySpan<byte> name, ManifestEntry entry, FileStatus status)
        {
            var file = known?.GetValueOrDefault(entry.Path) is { } same && same.Status == status
                ? same
                : new KnownFile(status, OverlayEntryReader.Digest(directory, name));
            if (file.Status != (PosixFile.Status(directory, name) with { Blocks = 0 }))
            {
                Problems[entry.Path] = "it changed while it was read";
                return;
            }

            Entries.Add(entry with { Digest = file.Digest, Length = status.Size });
            if (status.ChangedSeconds < settledBefore)
            {
                Files[entry.Path] = file;
            }
        }
    }
}
