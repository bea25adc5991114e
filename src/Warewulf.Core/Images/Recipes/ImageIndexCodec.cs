using System.Text;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>
/// The stored form of a build's index: a magic, the groups, the files, and a SHA-256 of all that. A path is stored as what it does not share with the
/// path before it.
/// </summary>
internal static class ImageIndexCodec
{
    // The last digit is the version of the form.
    private static ReadOnlySpan<byte> Magic => "wwindex2"u8;

    internal static byte[] Write(ImageBuildIndex index)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(index.Recipe.ToString());
        writer.Write7BitEncodedInt(index.Groups.Count);
        BytePath last = default;
        foreach (var group in index.Groups)
        {
            WriteGroup(writer, group, ref last);
        }

        writer.Write7BitEncodedInt(index.Files.Count);
        foreach (var file in index.Files)
        {
            WriteFile(writer, file, ref last);
        }

        writer.Flush();
        return SealedForm.Close(bytes);
    }

    internal static ImageBuildIndex? Read(byte[] stored)
    {
        using var reader = SealedForm.Open(stored, Magic);
        if (reader is null)
        {
            return null;
        }

        var recipe = ArtifactDigest.Parse(reader.ReadString());
        var groups = new ImageIndexGroup[reader.Read7BitEncodedInt()];
        BytePath last = default;
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = ReadGroup(reader, ref last);
        }

        var files = new StoredFile[reader.Read7BitEncodedInt()];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = ReadFile(reader, ref last);
        }

        return new ImageBuildIndex(recipe, groups, files);
    }

    private static void WriteFile(BinaryWriter writer, StoredFile file, ref BytePath last)
    {
        Write(writer, file.Path, ref last);
        writer.Write(file.Stamp.Device);
        writer.Write(file.Stamp.Inode);
        writer.Write(file.Stamp.Size);
        writer.Write(file.Stamp.ModifiedSeconds);
        writer.Write(file.Stamp.ModifiedNanoseconds);
        writer.Write(file.Stamp.ChangedSeconds);
        writer.Write(file.Stamp.ChangedNanoseconds);
        writer.Write(file.Digest.ToString());
    }

    private static StoredFile ReadFile(BinaryReader reader, ref BytePath last)
    {
        var path = ReadPath(reader, ref last);
        var stamp = new FileStamp(
            reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32());
        return new StoredFile(path, stamp, ArtifactDigest.Parse(reader.ReadString()));
    }

    private static void WriteGroup(BinaryWriter writer, ImageIndexGroup group, ref BytePath last)
    {
        writer.Write(group.Key?.ToString() ?? "");
        Span<byte> segmentBytes = stackalloc byte[RecipeCodec.SegmentLength];
        writer.Write7BitEncodedInt(group.Segments.Count);
        foreach (var segment in group.Segments)
        {
            RecipeCodec.Write(segment, segmentBytes);
            writer.Write(segmentBytes);
        }

        writer.Write7BitEncodedInt(group.Members.Count);
        foreach (var member in group.Members)
        {
            Write(writer, member.Path, ref last);
            writer.Write7BitEncodedInt64(member.Size);
            writer.Write(member.Header);
            writer.Write(member.Checksum);
        }

        writer.Write7BitEncodedInt(group.Notes.Count);
        foreach (var note in group.Notes)
        {
            Write(writer, note.Path, ref last);
            writer.Write(note.Attribute);
        }
    }

    private static ImageIndexGroup ReadGroup(BinaryReader reader, ref BytePath last)
    {
        var key = reader.ReadString();
        Span<byte> segmentBytes = stackalloc byte[RecipeCodec.SegmentLength];
        var segments = new RecipeSegment[reader.Read7BitEncodedInt()];
        for (var i = 0; i < segments.Length; i++)
        {
            reader.BaseStream.ReadExactly(segmentBytes);
            segments[i] = RecipeCodec.ReadSegment(segmentBytes);
        }

        var members = new ImageIndexMember[reader.Read7BitEncodedInt()];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = new ImageIndexMember(
                ReadPath(reader, ref last), (uint)reader.Read7BitEncodedInt64(), reader.ReadUInt64(), reader.ReadUInt32());
        }

        var notes = new AttributeNote[reader.Read7BitEncodedInt()];
        for (var i = 0; i < notes.Length; i++)
        {
            notes[i] = new AttributeNote(ReadPath(reader, ref last), reader.ReadString());
        }

        return new ImageIndexGroup(key.Length == 0 ? null : ArtifactDigest.Parse(key), segments, members, notes);
    }

    private static void Write(BinaryWriter writer, BytePath path, ref BytePath last)
    {
        var shared = path.Bytes.CommonPrefixLength(last.Bytes);
        writer.Write7BitEncodedInt(shared);
        writer.Write7BitEncodedInt(path.Length - shared);
        writer.Write(path.Bytes[shared..]);
        last = path;
    }

    private static BytePath ReadPath(BinaryReader reader, ref BytePath last)
    {
        var shared = reader.Read7BitEncodedInt();
        var path = new byte[shared + reader.Read7BitEncodedInt()];
        last.Bytes[..shared].CopyTo(path);
        reader.BaseStream.ReadExactly(path.AsSpan(shared));
        return last = new BytePath(path);
    }
}
