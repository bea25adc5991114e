using System.Text;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Users;

/// <summary>The stored form of a change: a magic, the owners, the texts, and a SHA-256 of all that.</summary>
internal static class UserChangeCodec
{
    // The last digit is the version of the form.
    private static ReadOnlySpan<byte> Magic => "wwusers1"u8;

    internal static byte[] Write(UserChange change)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(change.Owners.Count);
        foreach (var owner in change.Owners)
        {
            Write(writer, owner.Path.Bytes);
            writer.Write(owner.Mode);
            Write(writer, owner.Before);
            Write(writer, owner.After);
            Write(writer, owner.Capability);
        }

        writer.Write(change.Texts.Count);
        foreach (var text in change.Texts)
        {
            Write(writer, text.Path.Bytes);
            Write(writer, text.Content);
        }

        writer.Flush();
        return SealedForm.Close(bytes);
    }

    internal static UserChange? Read(byte[] stored)
    {
        using var reader = SealedForm.Open(stored, Magic);
        if (reader is null)
        {
            return null;
        }

        var owners = new OwnerChange[reader.ReadInt32()];
        for (var i = 0; i < owners.Length; i++)
        {
            owners[i] = new OwnerChange(new BytePath(ReadBytes(reader)), reader.ReadUInt32(), ReadOwner(reader), ReadOwner(reader), ReadBytes(reader));
        }

        var texts = new AccountText[reader.ReadInt32()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = new AccountText(new BytePath(ReadBytes(reader)), ReadBytes(reader));
        }

        return new UserChange(owners, texts);
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static void Write(BinaryWriter writer, Owner owner)
    {
        writer.Write(owner.Uid);
        writer.Write(owner.Gid);
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static Owner ReadOwner(BinaryReader reader) => new(reader.ReadUInt32(), reader.ReadUInt32());
}
