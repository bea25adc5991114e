using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Overlays.Files;

/// <summary>
/// Brings the directory of an overlay to a new state. Each file is there whole, old or new, whatever happens; what somebody changed since it
/// was looked at is left alone. Works by descriptor and never goes through a symbolic link of the overlay.
/// </summary>
/// <param name="overlays">The directory that holds the overlays.</param>
/// <param name="open">Opens the content of a file; null when it is not to be had now.</param>
public sealed class OverlayDirectoryWriter(string overlays, Func<ManifestEntry, Stream?> open)
{
    private const uint OwnerOnly = 0x1C0;
    private const int FewFiles = 32;

    /// <summary>Applies a merge.</summary>
    /// <param name="name">The overlay.</param>
    /// <param name="merge">What to do.</param>
    /// <param name="revision">The revision it leads to, which the names of kept edits tell.</param>
    /// <returns>What could not be done, and why; all else was.</returns>
    /// <exception cref="IOException">The directory itself cannot be used.</exception>
    public IReadOnlyDictionary<BytePath, string> Apply(OverlayName name, OverlayMerge merge, long revision)
    {
        Directory.CreateDirectory(overlays);
        using var parent = PosixFile.OpenServerDirectory(overlays);
        var run = new Run(parent, BytePath.FromText(name.ToString()), revision, open);
        foreach (var path in merge.Conflicts.Reverse())
        {
            run.Try(path, run.KeepAside);
        }

        foreach (var write in merge.Writes.Reverse().Where(write => write.Before is not null && (write.After is null || write.After.IsDirectory != write.Before.IsDirectory)))
        {
            run.Try(write.Path, _ => run.Remove(write));
        }

        foreach (var write in merge.Writes.Where(write => write.After is not null))
        {
            run.Try(write.Path, _ => run.Prepare(write, write.After!));
        }

        run.Publish();
        return run.Failures;
    }

    /// <summary>The work on one overlay. Paths are those below the overlay; on the disk its name comes first.</summary>
    private sealed class Run(SafeFileHandle parent, BytePath overlay, long revision, Func<ManifestEntry, Stream?> open)
    {
        private readonly List<(EntryDifference Write, byte[] Temporary)> _prepared = [];
        private readonly HashSet<BytePath> _touched = [];
        private readonly HashSet<BytePath> _gone = [];

        public Dictionary<BytePath, string> Failures { get; } = [];

        public void Try(BytePath path, Action<BytePath> work)
        {
            if (Failures.ContainsKey(path))
            {
                return;
            }

            try
            {
                work(path);
            }
            catch (PosixException error)
            {
                Failures[path] = error.Reason;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or WarewulfException)
            {
                Failures[path] = error.Message;
            }
        }

        // A directory stays where it is: what is in it is kept by itself.
        public void KeepAside(BytePath path)
        {
            using var cursor = new DirectoryCursor(parent);
            var (directory, name) = Place(cursor, path);
            if (PosixFile.TryStatus(directory, name) is { IsDirectory: false })
            {
                PosixFile.Replace(directory, name, PassingFiles.Kept(name, revision));
                _gone.Add(path);
            }
        }

        public void Remove(EntryDifference write)
        {
            using var cursor = new DirectoryCursor(parent);
            var (directory, name) = Place(cursor, write.Path);
            if (IsDone(directory, name, write))
            {
                return;
            }

            try
            {
                PosixFile.Remove(directory, name, write.Before!.IsDirectory);
            }
            catch (PosixException error) when (error.Errno is Errno.NotEmpty or Errno.Exists && write.After is not null)
            {
                // What still is in it was kept, or made, by somebody: it moves away with the directory.
                PosixFile.Replace(directory, name, PassingFiles.Kept(name, revision));
            }

            _gone.Add(write.Path);
            _touched.Add(Whole(write.Path).Parent);
        }

        public void Prepare(EntryDifference write, ManifestEntry after)
        {
            using var cursor = new DirectoryCursor(parent);
            var (directory, name) = Place(cursor, write.Path);
            if (IsDone(directory, name, write))
            {
                return;
            }

            _touched.Add(Whole(write.Path).Parent);
            if (after.IsDirectory)
            {
                if (write.Before is not { IsDirectory: true })
                {
                    PosixFile.MakeDirectory(directory, name, OwnerOnly);
                }

                Dress(directory, name, after);
                return;
            }

            byte[] temporary = [.. System.Text.Encoding.ASCII.GetBytes(PassingFiles.TemporaryPrefix), .. System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)))];
            try
            {
                if (after.Target is { } target)
                {
                    PosixFile.MakeSymbolicLink(target.Bytes, directory, temporary);
                }
                else
                {
                    WriteContent(directory, temporary, after);
                }

                Dress(directory, temporary, after);
                _prepared.Add((write, temporary));
            }
            catch
            {
                Discard(directory, temporary);
                throw;
            }
        }

        // Names change only when the contents are on the disk: after a power cut an empty file would pass for an edit.
        public void Publish()
        {
            using var cursor = new DirectoryCursor(parent);
            if (_prepared.Count > FewFiles)
            {
                PosixFile.SyncFileSystem(parent);
            }

            foreach (var (write, temporary) in _prepared)
            {
                Try(write.Path, _ =>
                {
                    var (directory, name) = Place(cursor, write.Path);
                    SyncFile(directory, temporary, write.After!);
                    if (IsAsSeen(directory, name, write))
                    {
                        PosixFile.Replace(directory, temporary, name);
                    }
                    else
                    {
                        Discard(directory, temporary);
                        throw new IOException("somebody changed it meanwhile");
                    }
                });
            }

            foreach (var path in _touched)
            {
                SyncDirectory(cursor, path);
            }
        }

        private static void SyncDirectory(DirectoryCursor cursor, BytePath path)
        {
            try
            {
                PosixFile.Sync(cursor.Open(path));
            }
            catch (PosixException error) when (error.Errno is Errno.NotFound or Errno.NotADirectory or Errno.TooManyLinks)
            {
                // It was removed itself; whatever held it is synced.
            }
        }

        private static void Discard(SafeFileHandle directory, byte[] temporary)
        {
            if (PosixFile.TryStatus(directory, temporary) is not null)
            {
                PosixFile.Remove(directory, temporary, isDirectory: false);
            }
        }

        private static void Dress(SafeFileHandle directory, ReadOnlySpan<byte> name, ManifestEntry entry)
        {
            // The owner first: changing it clears setuid bits and capabilities.
            PosixFile.SetOwner(directory, name, entry.Uid, entry.Gid);
            var wanted = entry.Attributes ?? SortedMap<string>.Empty;
            foreach (var key in PosixAttributes.List(directory, name).Where(key => OverlayAttributes.IsKept(key) && !wanted.ContainsKey(key)))
            {
                PosixAttributes.Remove(directory, name, key);
            }

            foreach (var (key, value) in wanted)
            {
                // Without it here the next look would take it for removed by an admin.
                if (!PosixAttributes.TrySet(directory, name, key, Convert.FromBase64String(value)))
                {
                    throw new IOException($"its extended attribute {key} cannot be kept here");
                }
            }

            if (!entry.IsLink)
            {
                PosixFile.SetMode(directory, name, entry.Mode & UnixMode.PermissionMask);
            }

            if (!entry.IsDirectory)
            {
                PosixFile.SetTime(directory, name, entry.ModifiedSeconds, 0);
            }
        }

        private void WriteContent(SafeFileHandle directory, byte[] temporary, ManifestEntry entry)
        {
            using var content = open(entry) ?? throw new IOException("this head does not have its content yet");
            using var handle = PosixFile.Open(directory, temporary, OpenFlags.NewFile, 0x180);
            using var file = new FileStream(handle, FileAccess.Write, 0);
            content.CopyTo(file);
        }

        private void SyncFile(SafeFileHandle directory, byte[] temporary, ManifestEntry entry)
        {
            if (_prepared.Count <= FewFiles && entry.IsFile)
            {
                using var file = PosixFile.Open(directory, temporary, OpenFlags.InnerFile);
                PosixFile.Sync(file);
            }
        }

        private bool IsDone(SafeFileHandle directory, ReadOnlySpan<byte> name, EntryDifference write)
        {
            var here = OverlayEntryReader.Read(directory, name, write.Path);
            if (ManifestEntry.AreSame(here, write.After))
            {
                return true;
            }

            return IsExpected(here, write) ? false : throw new IOException("somebody changed it meanwhile");
        }

        private bool IsAsSeen(SafeFileHandle directory, ReadOnlySpan<byte> name, EntryDifference write) =>
            IsExpected(OverlayEntryReader.Read(directory, name, write.Path), write);

        private bool IsExpected(ManifestEntry? here, EntryDifference write) =>
            ManifestEntry.AreSame(here, _gone.Contains(write.Path) ? null : write.Before);

        private (SafeFileHandle Directory, byte[] Name) Place(DirectoryCursor cursor, BytePath path)
        {
            var whole = Whole(path);
            return (cursor.Open(whole.Parent), whole.FileName.ToArray());
        }

        private BytePath Whole(BytePath path) => path.IsEmpty ? overlay : new BytePath([.. overlay.Bytes, (byte)'/', .. path.Bytes]);
    }
}
