using System.Runtime.InteropServices;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Artifacts;

/// <summary>
/// Writes files so that after a crash at any instruction the old file or the whole new one is there: a temporary file in the same
/// directory, synced, renamed over the target, and the directory synced.
/// </summary>
public static partial class DurableFile
{
    /// <summary>The marker in the names of files not yet renamed; leftovers of a crash carry it.</summary>
    public const string TemporaryMarker = ".tmp-";

    /// <summary>Writes a file whole.</summary>
    /// <param name="path">The target.</param>
    /// <param name="mode">Its permissions.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Stops the write; nothing is left behind.</param>
    public static async Task WriteAsync(string path, UnixFileMode mode, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var temporary = TemporaryName(path);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
                UnixCreateMode = mode,
            };
            var stream = new FileStream(temporary, options);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream);
                await stream.FlushAsync(cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            Publish(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a file whole from memory.</summary>
    public static Task WriteAsync(string path, UnixFileMode mode, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(path, mode, stream => stream.WriteAsync(content, cancellationToken).AsTask(), cancellationToken);

    /// <summary>Writes a file whole that is not there yet; one that somebody else made meanwhile stays.</summary>
    /// <returns>Whether it was written.</returns>
    public static async Task<bool> WriteNewAsync(string path, UnixFileMode mode, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = TemporaryName(path);
        await WriteAsync(temporary, mode, content, cancellationToken);
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (IsThere(path))
        {
            File.Delete(temporary);
            return false;
        }

        SyncDirectory(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Whether a name is taken, be it by a symbolic link that leads nowhere.</summary>
    public static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    /// <summary>A name in the same directory that no other writer uses.</summary>
    public static string TemporaryName(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}{TemporaryMarker}{Convert.ToHexStringLower(RandomBytes())}");

    /// <summary>Renames a file that was written and synced onto its target, and syncs the directory.</summary>
    public static void Publish(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes renames and new names in a directory survive a crash.</summary>
    /// <exception cref="IOException">The directory cannot be opened or synced.</exception>
    public static void SyncDirectory(string directory) => SyncDirectory(directory, Sync);

    /// <summary>Brings everything to the disk that was written to the file system a directory lies on: quicker than syncing many files.</summary>
    /// <exception cref="IOException">The directory cannot be opened, or something cannot be written.</exception>
    public static void SyncFileSystem(string directory) => SyncDirectory(directory, SyncAll);

    private static void SyncDirectory(string directory, Func<int, int> sync)
    {
        var descriptor = Open(directory, OpenFlags.Directory | OpenFlags.CloseOnExec);
        if (descriptor < 0)
        {
            throw Failure(directory);
        }

        try
        {
            if (sync(descriptor) != 0)
            {
                throw Failure(directory);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string directory) =>
        new($"Cannot sync the directory '{directory}': {Marshal.GetLastPInvokeErrorMessage()}.");

    private static byte[] RandomBytes() => System.Security.Cryptography.RandomNumberGenerator.GetBytes(6);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncAll(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
