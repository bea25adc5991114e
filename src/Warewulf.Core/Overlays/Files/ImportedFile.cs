using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Overlays.Files;

/// <summary>A file of this machine that is to become one of an overlay.</summary>
/// <param name="Entry">Its permissions, owner, time and extended attributes.</param>
/// <param name="Content">Its content.</param>
public sealed record ImportedFile(ManifestEntry Entry, byte[] Content)
{
    /// <summary>The largest file that a request can bring, in bytes: 40 MiB.</summary>
    public const long LargestContent = 40 << 20;

    /// <summary>Reads a file; a symbolic link is followed, as the person who names it expects.</summary>
    /// <exception cref="WarewulfException">It cannot be read, is no file, or is too large.</exception>
    public static ImportedFile Read(string path)
    {
        var shown = Names.Printable(path);
        try
        {
            var real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            using var directory = PosixFile.OpenServerDirectory(Path.GetDirectoryName(real)!);
            var name = BytePath.FromText(Path.GetFileName(real));
            var entry = PosixFile.TryStatus(directory, name.Bytes) switch
            {
                null => throw WarewulfException.Invalid($"Cannot read '{shown}': there is no such file."),
                { IsRegular: false } => throw WarewulfException.Invalid($"Cannot import '{shown}': it is no regular file."),
                { Size: > LargestContent } => throw WarewulfException.Invalid(
                    $"Cannot import '{shown}': it has more than {LargestContent} bytes. Copy it below the directory of site overlays on a head."),
                _ => OverlayEntryReader.Read(directory, name.Bytes, name)!,
            };
            return new ImportedFile(entry, File.ReadAllBytes(real));
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException or PosixException { Errno: Errno.NotFound or Errno.NotADirectory })
        {
            throw WarewulfException.Invalid($"Cannot read '{shown}': there is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Invalid, $"Cannot read '{shown}': {(e as PosixException)?.Reason ?? e.Message}.", e);
        }
    }
}
