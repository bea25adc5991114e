using Warewulf.Core.Api;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Images;

/// <summary>Judges the names in a tar archive, which anybody may have written.</summary>
internal static class ImageTreeMemberPath
{
    /// <summary>The path below the root: leading slashes, empty components and <c>.</c> go; <c>..</c> is refused.</summary>
    internal static BytePath Normalize(TarEntry entry, BytePath name, string what)
    {
        if (name.Bytes.Contains((byte)0))
        {
            throw Refuse(entry, $"has a NUL in its {what}", "pack the tree again");
        }

        var clean = new byte[name.Length];
        var length = 0;
        foreach (var range in name.Bytes.Split((byte)'/'))
        {
            var component = name.Bytes[range];
            if (component.IsEmpty || component.SequenceEqual("."u8))
            {
                continue;
            }

            if (component.SequenceEqual(".."u8))
            {
                throw Refuse(entry, $"has '..' in its {what}", "pack the tree from its root");
            }

            if (component.Length > BytePath.MaxNameLength)
            {
                throw Refuse(entry, $"has a component of {component.Length} bytes in its {what} (the limit is {BytePath.MaxNameLength})", "shorten it");
            }

            if (length > 0)
            {
                clean[length++] = (byte)'/';
            }

            component.CopyTo(clean.AsSpan(length));
            length += component.Length;
        }

        return length <= BytePath.MaxLength
            ? new BytePath(clean.AsSpan(0, length))
            : throw Refuse(entry, $"has a {what} of {length} bytes (the limit is {BytePath.MaxLength})", "shorten it");
    }

    /// <summary>A symbolic link may point anywhere: on the server it is only text.</summary>
    internal static BytePath CheckSymbolicLink(TarEntry entry)
    {
        var target = entry.LinkTarget;
        if (target.IsEmpty || target.Length > BytePath.MaxLength || target.Bytes.Contains((byte)0))
        {
            throw Refuse(entry, $"is a symbolic link with a target of {target.Length} bytes or with a NUL in it", "pack the tree again");
        }

        return target;
    }

    internal static WarewulfException Refuse(TarEntry entry, string why, string remedy)
    {
        var name = entry.Name.Length <= 200 ? entry.Name.ToString() : new BytePath(entry.Name.Bytes[..200]) + "...";
        return new WarewulfException(ApiErrorCode.Invalid, $"The tar member '{name}' {why}: the archive is refused. To import it, {remedy}.");
    }
}
