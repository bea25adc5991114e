using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Warewulf.Edge.Boot;

/// <summary>
/// The regular files below one directory, for whoever asks over TFTP or HTTP. Names start at that directory whether or not they start with slashes; a
/// backslash counts as a slash. Symbolic links are followed while they stay inside. A file may be replaced (by renaming) at any time: whoever has it open goes
/// on with the old one.
/// </summary>
/// <param name="root">The directory; it need not exist yet.</param>
internal sealed partial class ServedDirectory(string root)
{
    // Linux, the same on every architecture .NET runs on. Not blocking: opening a named pipe must not wait for its writer.
    private const int OpenReadOnly = 0x80000 | 0x800;
    private const int NoEntry = 2;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;
    private const int NameTooLong = 36;
    private const int TooManyLinks = 40;

    /// <summary>The full path of the directory.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Opens a file.</summary>
    /// <param name="name">The name as a client sent it; not to be trusted.</param>
    /// <exception cref="IOException">The system cannot open it for a reason that is not the client's.</exception>
    public ServedFile Open(string name)
    {
        if (Resolve(name) is not { } path)
        {
            return ServedFile.Forbidden($"'{name}' is not a permitted file name");
        }

        var file = OpenHandle(Path.Combine(Root, path));
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
                return ServedFile.Forbidden($"'{path}' is a link that leads out of the served directory");
            }

            if (File.GetAttributes(file).HasFlag(FileAttributes.Directory))
            {
                return ServedFile.Forbidden($"'{path}' is a directory");
            }

            var length = RandomAccess.GetLength(file);
            keep = true;
            return ServedFile.Found(file, length);
        }
        catch (NotSupportedException)
        {
            return ServedFile.Forbidden($"'{path}' is not a regular file");
        }
        finally
        {
            if (!keep)
            {
                file.Dispose();
            }
        }
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

    private static ServedFile Refuse(string path, int error) => error switch
    {
        NoEntry or NotADirectory or NameTooLong => ServedFile.Missing($"'{path}' was not found"),
        AccessDenied or TooManyLinks => ServedFile.Forbidden($"'{path}' may not be read"),
        _ => throw new IOException($"The file '{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
    };

    private bool IsInside(SafeFileHandle file)
    {
        using var directory = OpenHandle(Root);
        return RealPath(directory) is { } realRoot && RealPath(file) is { } realFile
            && realFile.StartsWith(realRoot.TrimEnd('/') + "/", StringComparison.Ordinal);
    }

    private static string? RealPath(SafeFileHandle file) =>
        file.IsInvalid ? null : new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;

    private static SafeFileHandle OpenHandle(string path) => new(OpenDescriptor(path, OpenReadOnly), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);
}
