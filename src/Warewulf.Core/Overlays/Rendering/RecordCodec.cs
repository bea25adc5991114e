using System.IO.Compression;
using System.Text;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>The form of what is kept of builds: sealed, compressed, and never longer than it may be, whoever wrote it.</summary>
internal static class RecordCodec
{
    /// <summary>The most that a record unpacks to, in bytes.</summary>
    internal const int MostPlain = 64 * 1024 * 1024;

    private const int MostEntries = 10_000;

    // A number by itself costs the compressor as much as thousands of bytes.
    private const int BufferSize = 16 * 1024;

    /// <summary>Writes a record.</summary>
    internal static byte[] Close(ReadOnlySpan<byte> magic, Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        bytes.Write(magic);
        using (var packed = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var buffered = new BufferedStream(packed, BufferSize))
        using (var writer = new BinaryWriter(buffered, Encoding.UTF8))
        {
            write(writer);
        }

        return SealedForm.Close(bytes);
    }

    /// <summary>Reads a record; null when it is none, damaged, too large or of another release.</summary>
    internal static T? Open<T>(byte[] record, ReadOnlySpan<byte> magic, Func<BinaryReader, T> read)
        where T : class
    {
        using var sealedForm = SealedForm.Open(record, magic);
        if (sealedForm is null)
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(Unpack(sealedForm.BaseStream), Encoding.UTF8);
            return read(reader);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or WarewulfException or FormatException)
        {
            return null;
        }
    }

    internal static void Write(BinaryWriter writer, KeptResult result)
    {
        WriteText(writer, result.Template.ToString());
        Write(writer, result.Reads);
        Write(writer, result.High);
        Write(writer, result.Low);
        writer.Write7BitEncodedInt(result.Inputs.Count);
        foreach (var input in result.Inputs)
        {
            WriteText(writer, input.Kind);
            WriteText(writer, input.Name);
            WriteText(writer, input.State);
        }

        writer.Write(result.Rendered.NoBackup);
        writer.Write7BitEncodedInt(result.Rendered.Warnings.Count);
        foreach (var warning in result.Rendered.Warnings)
        {
            WriteText(writer, warning);
        }

        writer.Write7BitEncodedInt(result.Rendered.Outputs.Count);
        foreach (var output in result.Rendered.Outputs)
        {
            writer.Write(output.Name is not null);
            WriteText(writer, output.Name ?? "");
            writer.Write(output.Target is not null);
            WriteText(writer, output.Target ?? "");
            Write(writer, output.Content is { } content ? content.Bytes.Span : default);
        }
    }

    internal static KeptResult ReadResult(BinaryReader reader)
    {
        var template = ArtifactDigest.Parse(ReadText(reader));
        var reads = ReadBytes(reader);
        var (high, low) = (ReadNumber(reader), ReadNumber(reader));
        var inputs = Many(reader, static from => OverlayInput.Checked(new TemplateInput(ReadText(from), ReadText(from), ReadText(from))));
        var noBackup = reader.ReadBoolean();
        var warnings = Many(reader, ReadText);
        var outputs = Many(reader, ReadOutput);
        return new KeptResult(template, reads, high, low, inputs, new RenderedTemplate(outputs, noBackup, warnings));
    }

    internal static T[] Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > MostEntries)
        {
            throw new InvalidDataException("A count is impossible.");
        }

        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = read(reader);
        }

        return values;
    }

    // Names and targets may hold bytes that are no text, which stand in strings as halves of pairs: each unit is written as it is.
    internal static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write7BitEncodedInt(text.Length);
        foreach (var unit in text)
        {
            writer.Write7BitEncodedInt(unit);
        }
    }

    internal static string ReadText(BinaryReader reader)
    {
        var text = new char[Length(reader)];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)reader.Read7BitEncodedInt();
        }

        return new string(text);
    }

    private static RenderedOutput ReadOutput(BinaryReader reader)
    {
        var (hasName, name, isLink, target, content) = (reader.ReadBoolean(), ReadText(reader), reader.ReadBoolean(), ReadText(reader), ReadBytes(reader));
        return new RenderedOutput(hasName ? name : null, isLink ? null : new FileContent(content), isLink ? target : null);
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(Length(reader));

    // Nothing takes less than a byte, so that no length makes room for more than the record has.
    private static int Length(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is >= 0 and var length && length <= reader.BaseStream.Length - reader.BaseStream.Position
            ? length
            : throw new InvalidDataException("A length is impossible.");

    private static void Write(BinaryWriter writer, UInt128 number)
    {
        writer.Write((ulong)(number >> 64));
        writer.Write((ulong)number);
    }

    private static UInt128 ReadNumber(BinaryReader reader)
    {
        var high = reader.ReadUInt64();
        return new UInt128(high, reader.ReadUInt64());
    }

    private static MemoryStream Unpack(Stream packed)
    {
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        var plain = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (deflate.Read(buffer) is > 0 and var read)
        {
            if (plain.Length + read > MostPlain)
            {
                throw new InvalidDataException("The record is too large.");
            }

            plain.Write(buffer, 0, read);
        }

        plain.Position = 0;
        return plain;
    }
}
