using System.Text;

namespace Warewulf.Templates.Reads;

/// <summary>Sets of reads as bytes. The same set gives the same bytes.</summary>
internal static class ReadSetCodec
{
    private const int MostDepth = 200;
    private const byte Version = 1;

    /// <summary>Writes a set; null for one that holds calls of methods with arguments.</summary>
    public static byte[]? Write(ReadSet set, string[] methods)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        writer.Write(Version);
        WriteNames(writer, methods);
        WriteNames(writer, set.Functions);
        Text(writer, set.Obstacle ?? "");
        if (!Write(writer, set.Root))
        {
            return null;
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads a set.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ReadSet Read(ReadOnlySpan<byte> encoded)
    {
        using var bytes = new MemoryStream(encoded.ToArray(), writable: false);
        using var reader = new BinaryReader(bytes, Encoding.Unicode);
        try
        {
            if (reader.ReadByte() != Version)
            {
                throw new InvalidDataException("The set of reads is of another version.");
            }

            var methods = Names(reader);
            var functions = Names(reader);
            var obstacle = Text(reader);
            var root = Read(reader, ".", 0);
            return bytes.Position == bytes.Length
                ? new ReadSet(root, methods, functions, obstacle.Length > 0 ? obstacle : null)
                : throw new InvalidDataException("Something follows the set of reads.");
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The set of reads ends too early.", e);
        }
    }

    private static bool Write(BinaryWriter writer, TemplateRead read)
    {
        if (read.Node.Step == PathStep.Call)
        {
            return false;
        }

        writer.Write((byte)read.Node.Step);
        Text(writer, read.Node.Name);
        writer.Write((byte)read.Kinds);
        writer.Write7BitEncodedInt(read.Children.Count);
        foreach (var child in read.Children)
        {
            if (!Write(writer, child))
            {
                return false;
            }
        }

        return true;
    }

    private static TemplateRead Read(BinaryReader reader, string parent, int depth)
    {
        var step = (PathStep)reader.ReadByte();
        if (depth > MostDepth || step is not (PathStep.Root or PathStep.Name or PathStep.Elements or PathStep.Entries) || step == PathStep.Root != (depth == 0))
        {
            throw new InvalidDataException("The set of reads is damaged.");
        }

        var node = new PathNode(0, step, Text(reader), null);
        var read = new TemplateRead(node, (ReadKinds)reader.ReadByte(), depth == 0 ? parent : TemplateReads.Join(parent, node));
        for (var left = Count(reader); left > 0; left--)
        {
            read.Add(Read(reader, read.Path, depth + 1));
        }

        return read;
    }

    private static void WriteNames(BinaryWriter writer, IReadOnlyList<string> names)
    {
        writer.Write7BitEncodedInt(names.Count);
        foreach (var name in names)
        {
            Text(writer, name);
        }
    }

    private static string[] Names(BinaryReader reader)
    {
        var names = new List<string>();
        for (var left = Count(reader); left > 0; left--)
        {
            names.Add(Text(reader));
        }

        return [.. names];
    }

    private static int Count(BinaryReader reader)
    {
        try
        {
            return reader.Read7BitEncodedInt() is >= 0 and var count ? count : throw new InvalidDataException("The set of reads is damaged.");
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("The set of reads is damaged.", e);
        }
    }

    // Names may hold bytes that are no text, which stand in strings as halves of pairs: each unit is written as it is.
    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write7BitEncodedInt(text.Length);
        foreach (var unit in text)
        {
            writer.Write((ushort)unit);
        }
    }

    private static string Text(BinaryReader reader)
    {
        var text = new StringBuilder();
        for (var left = Count(reader); left > 0; left--)
        {
            text.Append((char)reader.ReadUInt16());
        }

        return text.ToString();
    }
}
