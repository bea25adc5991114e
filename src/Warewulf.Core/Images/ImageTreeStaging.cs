using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Images;

/// <summary>
/// Fills a directory beside its destination and renames it when it is whole and on disk; whatever goes wrong, the destination is as it
/// was before and the unfinished directory is removed.
/// </summary>
internal static class ImageTreeStaging
{
    private const int MaxSuffixLength = 64;

    internal static void Run(string destination, string suffix, Action<SafeFileHandle> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(destination);
        if (suffix is not { Length: > 0 and <= MaxSuffixLength } || !suffix.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            throw new ArgumentException("The suffix must be 1 to 64 letters, digits, dots, dashes and underscores.", nameof(suffix));
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        var parentPath = Path.GetDirectoryName(full) ?? throw new ArgumentException("The destination cannot be the root directory.", nameof(destination));
        var name = BytePath.FromText(Path.GetFileName(full)).Bytes.ToArray();
        var unfinished = BytePath.FromText($".{Path.GetFileName(full)}.importing-{suffix}").Bytes.ToArray();
        using var parent = ImageTreeErrors.OpenRoot(parentPath);
        try
        {
            if (PosixFile.TryStatus(parent, name) is not null)
            {
                throw Taken(full);
            }

            MakeUnfinished(parent, unfinished, parentPath);
        }
        catch (PosixException e)
        {
            throw ImageTreeErrors.Translate(e, $"create '{full}' in", parentPath);
        }

        try
        {
            using (var root = PosixFile.Open(parent, unfinished, OpenFlags.InnerDirectory))
            {
                fill(root);
                PosixFile.SyncFileSystem(root);
            }

            PosixFile.RenameNew(parent, unfinished, name);
            PosixFile.Sync(parent);
        }
        catch (Exception e)
        {
            var cause = e switch
            {
                PosixException { Errno: Errno.Exists } => Taken(full, e),
                PosixException posix => ImageTreeErrors.Translate(posix, "finish the import into", full),
                _ => e,
            };
            RemoveUnfinished(parent, unfinished, parentPath, cause);
            if (ReferenceEquals(cause, e))
            {
                throw;
            }

            throw cause;
        }
    }

    private static void MakeUnfinished(SafeFileHandle parent, byte[] unfinished, string parentPath)
    {
        try
        {
            PosixFile.MakeDirectory(parent, unfinished, 0x1C0);
        }
        catch (PosixException e) when (e.Errno == Errno.Exists)
        {
            throw new WarewulfException(
                ApiErrorCode.Conflict,
                $"'{parentPath}/{new BytePath(unfinished)}' exists: another import is at work or was killed. Wait for it, or remove that directory.",
                e);
        }
    }

    private static void RemoveUnfinished(SafeFileHandle parent, byte[] unfinished, string parentPath, Exception cause)
    {
        try
        {
            if (PosixFile.TryStatus(parent, unfinished) is not null)
            {
                TreeRemover.Remove(parent, unfinished);
            }
        }
        catch (PosixException e)
        {
            throw new WarewulfException(
                (cause as WarewulfException)?.Code ?? ApiErrorCode.Internal,
                $"{cause.Message} The unfinished directory '{parentPath}/{new BytePath(unfinished)}' could not be removed ({e.Reason}): remove it by hand.",
                new AggregateException(cause, e));
        }
    }

    private static WarewulfException Taken(string full, Exception? inner = null) =>
        new(ApiErrorCode.Conflict, $"'{full}' exists already. Choose another name or remove it first.", inner);
}
