using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What is kept of a build for another process, on this head or another one: what the node's own templates became, and what that was made of. It only
/// saves work: nothing is taken from it unless a template and what it reads are as they were.
/// </summary>
public sealed class OverlayRecord : IPastResults
{
    private readonly Dictionary<ArtifactDigest, KeptResult> _results;

    private OverlayRecord(OverlayPart own, Dictionary<ArtifactDigest, KeptResult> results)
    {
        Own = own;
        _results = results;
    }

    /// <summary>What was the node's own, as it was packed.</summary>
    public OverlayPart Own { get; }

    private static ReadOnlySpan<byte> Magic => "WWOWN2"u8;

    /// <summary>Writes what is to be kept of a build.</summary>
    public static byte[] Write(OverlayBuild build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return RecordCodec.Close(Magic, writer =>
        {
            RecordCodec.WriteText(writer, build.Own.Digest.ToString());
            writer.Write7BitEncodedInt(build.Own.Segments.Count);
            foreach (var segment in build.Own.Segments)
            {
                RecordCodec.WriteText(writer, segment.Digest.ToString());
                writer.Write(segment.Length);
                writer.Write(segment.PlainLength);
                writer.Write(segment.Checksum);
            }

            var results = build.OwnResults.Select(KeptResult.Of).OfType<KeptResult>().ToList();
            writer.Write7BitEncodedInt(results.Count);
            results.ForEach(result => RecordCodec.Write(writer, result));
        });
    }

    /// <summary>Reads what was written of a build; null when it is damaged, too large, or from another release.</summary>
    public static OverlayRecord? Read(byte[] record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordCodec.Open(record, Magic, static reader =>
        {
            var digest = ArtifactDigest.Parse(RecordCodec.ReadText(reader));
            var segments = RecordCodec.Many(reader, ReadSegment);
            var results = new Dictionary<ArtifactDigest, KeptResult>();
            foreach (var result in RecordCodec.Many(reader, RecordCodec.ReadResult))
            {
                results[result.Template] = result;
            }

            return new OverlayRecord(new OverlayPart(digest, segments), results);
        });
    }

    /// <summary>Whether a build took all from here, so that keeping it would write the same again.</summary>
    public bool Gave(OverlayBuild build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return ReferenceEquals(build.Own, Own) && build.OwnResults.All(result =>
            result.Key is { } key && _results.TryGetValue(key.Template.Digest, out var kept) && ReferenceEquals(kept.Rendered, result.Rendered));
    }

    /// <inheritdoc/>
    TemplateResult? IPastResults.Find(ParsedTemplate template) => _results.GetValueOrDefault(template.Digest)?.In(template);

    private static RecipeSegment ReadSegment(BinaryReader reader)
    {
        var segment = new RecipeSegment(ArtifactDigest.Parse(RecordCodec.ReadText(reader)), reader.ReadInt32(), reader.ReadInt32(), reader.ReadUInt32());
        return segment.IsPossible ? segment : throw new InvalidDataException("A segment is impossible.");
    }
}
