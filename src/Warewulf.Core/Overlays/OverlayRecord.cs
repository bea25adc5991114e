using System.IO.Compression;
using System.Text;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What is kept of a build for another process: what the node's own templates became, and what that was made of. It only saves work: nothing is
/// taken from it unless a template and what it reads are as they were.
/// </summary>
public sealed class OverlayRecord : IPastResults
{
    private const byte Version = 1;
    private const int MostEntries = 10_000;

    // A number by itself costs the compressor as much as thousands of bytes.
    private const int BufferSize = 16 * 1024;

    private readonly Dictionary<ArtifactDigest, Entry> _entries;

    private OverlayRecord(OverlayPart own, Dictionary<ArtifactDigest, Entry> entries)
    {
        Own = own;
        _entries = entries;
    }

    /// <summary>What was the node's own, as it was packed.</summary>
    internal OverlayPart Own { get; }

    /// <summary>Writes what is to be kept of a build.</summary>
    public static byte[] Write(OverlayBuild build)
    {
        ArgumentNullException.ThrowIfNull(build);
        using var bytes = new MemoryStream();
        bytes.WriteByte(Version);
        using (var packed = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var buffered = new BufferedStream(packed, BufferSize))
        using (var writer = new BinaryWriter(buffered, Encoding.UTF8))
        {
            WriteText(writer, build.Own.Digest.ToString());
            writer.Write7BitEncodedInt(build.Own.Segments.Count);
            foreach (var segment in build.Own.Segments)
            {
                WriteText(writer, segment.Digest.ToString());
                writer.Write(segment.Length);
                writer.Write(segment.PlainLength);
                writer.Write(segment.Checksum);
            }

            var results = build.OwnResults.Where(result => result is { Key: not null, Rendered: not null } && result.Reads.Set.Id is not null).ToList();
            writer.Write7BitEncodedInt(results.Count);
            results.ForEach(result => Write(writer, result));
        }

        return bytes.ToArray();
    }

    /// <summary>Reads what was written of a build; null when it is damaged, or from another release.</summary>
    public static OverlayRecord? Read(byte[] record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record is not [Version, ..])
        {
            return null;
        }

        try
        {
            using var packed = new DeflateStream(new MemoryStream(record, 1, record.Length - 1), CompressionMode.Decompress);
            using var buffered = new BufferedStream(packed, BufferSize);
            using var reader = new BinaryReader(buffered, Encoding.UTF8);
            var digest = ArtifactDigest.Parse(ReadText(reader));
            var segments = new RecipeSegment[Count(reader)];
            for (var i = 0; i < segments.Length; i++)
            {
                segments[i] = new RecipeSegment(ArtifactDigest.Parse(ReadText(reader)), reader.ReadInt32(), reader.ReadInt32(), reader.ReadUInt32());
            }

            var entries = new Dictionary<ArtifactDigest, Entry>();
            for (var left = Count(reader); left > 0; left--)
            {
                var template = ArtifactDigest.Parse(ReadText(reader));
                entries[template] = ReadEntry(reader);
            }

            return new OverlayRecord(new OverlayPart(digest, segments), entries);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or WarewulfException or FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    TemplateResult? IPastResults.Find(ParsedTemplate template)
    {
        if (!_entries.TryGetValue(template.Digest, out var entry))
        {
            return null;
        }

        try
        {
            var reads = template.Of(ReadSet.Decode(entry.Reads));
            return new TemplateResult(reads, new RenderKey(template, entry.High, entry.Low), entry.Inputs) { Rendered = entry.Rendered };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, TemplateResult result)
    {
        var (key, rendered, reads) = (result.Key!.Value, result.Rendered!, result.Reads.Set.Encode()!);
        WriteText(writer, key.Template.Digest.ToString());
        Write(writer, reads);
        Write(writer, key.High);
        Write(writer, key.Low);
        writer.Write7BitEncodedInt(result.Inputs.Count);
        foreach (var input in result.Inputs)
        {
            WriteText(writer, input.Kind);
            WriteText(writer, input.Name);
            WriteText(writer, input.State);
        }

        writer.Write(rendered.NoBackup);
        writer.Write7BitEncodedInt(rendered.Warnings.Count);
        foreach (var warning in rendered.Warnings)
        {
            WriteText(writer, warning);
        }

        writer.Write7BitEncodedInt(rendered.Outputs.Count);
        foreach (var output in rendered.Outputs)
        {
            writer.Write(output.Name is not null);
            WriteText(writer, output.Name ?? "");
            writer.Write(output.Target is not null);
            WriteText(writer, output.Target ?? "");
            Write(writer, output.Content is { } content ? content.Bytes.Span : default);
        }
    }

    private static Entry ReadEntry(BinaryReader reader)
    {
        var reads = ReadBytes(reader);
        var (high, low) = (ReadNumber(reader), ReadNumber(reader));
        var inputs = new TemplateInput[Count(reader)];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new TemplateInput(ReadText(reader), ReadText(reader), ReadText(reader));
        }

        var noBackup = reader.ReadBoolean();
        var warnings = new string[Count(reader)];
        for (var i = 0; i < warnings.Length; i++)
        {
            warnings[i] = ReadText(reader);
        }

        var outputs = new RenderedOutput[Count(reader)];
        for (var i = 0; i < outputs.Length; i++)
        {
            var (hasName, name, isLink, target, content) = (reader.ReadBoolean(), ReadText(reader), reader.ReadBoolean(), ReadText(reader), ReadBytes(reader));
            outputs[i] = new RenderedOutput(hasName ? name : null, isLink ? null : new FileContent(content), isLink ? target : null);
        }

        return new Entry(reads, high, low, inputs, new RenderedTemplate(outputs, noBackup, warnings));
    }

    private static int Count(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is >= 0 and <= MostEntries and var count ? count : throw new InvalidDataException("A count is impossible.");

    // Names and targets may hold bytes that are no text, which stand in strings as halves of pairs: each unit is written as it is.
    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write7BitEncodedInt(text.Length);
        foreach (var unit in text)
        {
            writer.Write7BitEncodedInt(unit);
        }
    }

    private static string ReadText(BinaryReader reader)
    {
        var text = new StringBuilder();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            text.Append((char)reader.Read7BitEncodedInt());
        }

        return text.ToString();
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        var bytes = length >= 0 ? reader.ReadBytes(length) : [];
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }

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

    private sealed record Entry(byte[] Reads, UInt128 High, UInt128 Low, IReadOnlyList<TemplateInput> Inputs, RenderedTemplate Rendered);
}
