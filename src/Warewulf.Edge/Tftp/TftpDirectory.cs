using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>
/// The regular files below one directory. Names start at that directory whether or not they start with slashes; a backslash counts as a slash. Symbolic links
/// are followed while they stay inside. A file may be replaced (by renaming) at any time: running transfers go on with the old one.
/// </summary>
/// <param name="root">The directory; it need not exist yet.</param>
public sealed partial class TftpDirectory(string root) : ITftpFiles
{
    // Linux, the same on every architecture .NET runs on. Not blocking: opening a named pipe must not wait for its writer.
    private const int OpenReadOnly = 0x80000 | 0x800;
    private const int NoEntry = 2;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;
    private const int NameTooLong = 36;
    private const int TooManyLinks = 40;

    private readonly string _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public ValueTask<TftpOpenResult> OpenAsync(TftpFileRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Open(request.Name));
    }

    /// <summary>Makes a path below the root of a client's name, or null when the name cannot be one: "..", control characters, nothing but slashes.</summary>
    internal static string? Resolve(string name)
    {
        var parts = new List<string>();
        foreach (var part in name.Replace('\\', '/').Split('/'))
        {
            if (part == ".." || part.Any(char.IsControl))
            {
                return null;
            }

            if (part.Length > 0 && part != ".")
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? null : string.Join('/', parts);
    }

    private TftpOpenResult Open(string name)
    {
        if (Resolve(name) is not { } path)
        {
            return TftpOpenResult.Refused(TftpErrorCode.AccessViolation, $"'{name}' is not a permitted file name");
        }

        var file = Open(Path.Combine(_root, path), OpenReadOnly);
        if (file.IsInvalid)
        {
            return Refuse(path, Marshal.GetLastPInvokeError());
        }

        var keep = false;
        try
        {
            // Checked on the open file, so that no link put in between can change the answer.
            if (!IsInside(file))
            {
                return TftpOpenResult.Refused(TftpErrorCode.AccessViolation, $"'{path}' is a link that leads out of the served directory");
            }

            if (File.GetAttributes(file).HasFlag(FileAttributes.Directory))
            {
                return TftpOpenResult.Refused(TftpErrorCode.AccessViolation, $"'{path}' is a directory");
            }

            var length = RandomAccess.GetLength(file);
            keep = true;
            return TftpOpenResult.Found(new TftpFileContent(file, length));
        }
        catch (NotSupportedException)
        {
            return TftpOpenResult.Refused(TftpErrorCode.AccessViolation, $"'{path}' is not a regular file");
        }
        finally
        {
            if (!keep)
            {
                file.Dispose();
            }
        }
    }

    private static TftpOpenResult Refuse(string path, int error) => error switch
    {
        NoEntry or NotADirectory or NameTooLong => TftpOpenResult.Refused(TftpErrorCode.FileNotFound, $"'{path}' was not found"),
        AccessDenied or TooManyLinks => TftpOpenResult.Refused(TftpErrorCode.AccessViolation, $"'{path}' may not be read"),
        _ => throw new IOException($"The file '{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
    };

    private bool IsInside(SafeFileHandle file)
    {
        using var directory = Open(_root, OpenReadOnly);
        return RealPath(directory) is { } realRoot && RealPath(file) is { } realFile
            && realFile.StartsWith(realRoot.TrimEnd('/') + "/", StringComparison.Ordinal);
    }

    private static string? RealPath(SafeFileHandle file) =>
        file.IsInvalid ? null : new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;

    private static SafeFileHandle Open(string path, int flags) => new(OpenDescriptor(path, flags), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);
}
