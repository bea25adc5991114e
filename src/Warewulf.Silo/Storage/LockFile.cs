namespace Warewulf.Silo.Storage;

/// <summary>
/// A file that one process at a time holds; the kernel lets it go when the process ends, however it ends. It is the owner's alone: whoever
/// could open it could hold it, and so keep a head from starting.
/// </summary>
internal static class LockFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // EAGAIN, by which the kernel says that another process has the lock; the same on every architecture.
    private const int TryAgain = 11;

    /// <summary>Tells a lock that another process holds from a disk that refuses.</summary>
    public static bool IsHeld(IOException failure) => failure.HResult == TryAgain;

    /// <summary>Takes the lock, and makes the file and its directory where they are missing. The directory, which holds state, is closed to others.</summary>
    /// <exception cref="IOException">Another process holds it, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static FileStream Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, OwnerOnly | UnixFileMode.UserExecute);
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            UnixCreateMode = OwnerOnly,
        });

        // One that is there already may have been made with the permissions of an earlier version.
        File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        return file;
    }
}
