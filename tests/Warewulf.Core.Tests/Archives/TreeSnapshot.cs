using System.Security.Cryptography;

using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;

namespace Warewulf.Core.Tests.Archives;

/// <summary>Describes everything about a tree in lines that compare well.</summary>
internal static class TreeSnapshot
{
    [Flags]
    internal enum Without
    {
        Nothing = 0,
        Nanoseconds = 1,
        DirectoryTimes = 2,
        Attributes = 4,

        /// <summary>Times and owners of symbolic links.</summary>
        Links = 8,

        Root = 16,
    }

    public static List<string> Of(string root, Without without = Without.Nothing)
    {
        using var handle = PosixFile.OpenServerDirectory(root);
        var lines = new List<string>();
        var first = new Dictionary<ulong, string>();
        if (!without.HasFlag(Without.Root))
        {
            lines.Add(Describe(handle, default, default, without, first));
        }

        Visit(handle, default, lines, without, first);
        return lines;
    }

    private static void Visit(SafeFileHandle directory, BytePath path, List<string> lines, Without without, Dictionary<ulong, string> first)
    {
        foreach (var name in PosixFile.Names(directory))
        {
            lines.Add(Describe(directory, name, path.Child(name), without, first));
            if (PosixFile.Status(directory, name).IsDirectory)
            {
                using var inner = PosixFile.Open(directory, name, OpenFlags.InnerDirectory);
                Visit(inner, path.Child(name), lines, without, first);
            }
        }
    }

    private static string Describe(SafeFileHandle directory, byte[]? name, BytePath path, Without without, Dictionary<ulong, string> first)
    {
        var status = PosixFile.Status(directory, name);
        var line = $"{path} {Convert.ToString(status.Mode, 8)} dev {status.DeviceMajor},{status.DeviceMinor}";
        var skipLink = status.IsSymbolicLink && without.HasFlag(Without.Links);
        line += skipLink ? string.Empty : $" owner {status.Uid}:{status.Gid}";
        if (!(status.IsDirectory && without.HasFlag(Without.DirectoryTimes)) && !skipLink)
        {
            line += $" time {status.ModifiedSeconds}" + (without.HasFlag(Without.Nanoseconds) ? string.Empty : $".{status.ModifiedNanoseconds}");
        }

        if (status.IsRegular)
        {
            using var file = PosixFile.Open(directory, name, OpenFlags.InnerFile);
            using var stream = new FileStream(file, FileAccess.Read);
            line += $" size {status.Size} sha {Convert.ToHexString(SHA256.HashData(stream))}";
        }
        else if (status.IsSymbolicLink)
        {
            line += $" -> {PosixFile.ReadSymbolicLink(directory, name)}";
        }

        if (!status.IsDirectory && status.Links > 1)
        {
            first.TryAdd(status.Inode, path.ToString());
            line += $" links {status.Links} same as {first[status.Inode]}";
        }

        if (!without.HasFlag(Without.Attributes))
        {
            foreach (var key in PosixAttributes.List(directory, name).Order())
            {
                line += $" {key}={Convert.ToHexString(PosixAttributes.Get(directory, name, key)!)}";
            }
        }

        return line;
    }
}
