using System.Text;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>What a group's segments depend on, as far as it can be known without reading a file.</summary>
internal static class ImageGroupKey
{
    // Changes when the same members are to give other segments.
    private const int Form = 1;

    internal static ArtifactDigest Of(IReadOnlyList<ImageMember> members, ImageGroup group, int compressionLevel)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Form);
        writer.Write(compressionLevel);
        for (var i = group.First; i < group.First + group.Count; i++)
        {
            var member = members[i];
            var status = member.Status;
            writer.Write(member.Path.Length);
            writer.Write(member.Path.Bytes);
            writer.Write(member.Number);
            writer.Write(member.Names);
            writer.Write(member.HasContent);
            writer.Write(status.Mode);
            writer.Write(status.Uid);
            writer.Write(status.Gid);
            writer.Write(status.Device);
            writer.Write(status.Inode);
            writer.Write(status.Size);
            writer.Write(status.ModifiedSeconds);
            writer.Write(status.ModifiedNanoseconds);
            writer.Write(status.ChangedSeconds);
            writer.Write(status.ChangedNanoseconds);
            writer.Write(status.DeviceMajor);
            writer.Write(status.DeviceMinor);
        }

        return ArtifactDigest.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
