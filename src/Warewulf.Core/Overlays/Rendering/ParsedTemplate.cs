using System.Security.Cryptography;
using System.Text;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Functions;
using Warewulf.Templates;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>A template, and the ways in which its renders were seen to read their data. Safe for many threads.</summary>
internal sealed class ParsedTemplate
{
    // A template reads in as many ways as its conditions fall out; beyond this the oldest are forgotten.
    private const int MostKnown = 16;

    private static readonly TemplateOptions Options = new() { Functions = OverlayFunctions.All };

    private readonly Lock _learning = new();
    private readonly Lock _preparing = new();
    private ResultReads[] _known = [];
    private bool _isPrepared;

    internal ParsedTemplate(string name, ReadOnlyMemory<byte> text, ArtifactDigest digest)
    {
        Template = GoTemplate.Parse(name, text, Options);
        Digest = digest;
    }

    internal GoTemplate Template { get; }

    /// <summary>What the template is: its text, and what of its place templates can see.</summary>
    internal ArtifactDigest Digest { get; }

    /// <summary>The ways of reading, the latest first.</summary>
    internal IReadOnlyList<ResultReads> Known => Volatile.Read(ref _known);

    /// <summary>Tells templates apart by text, overlay and path.</summary>
    internal static ArtifactDigest DigestOf(OverlayTree tree, OverlayFile file, ReadOnlySpan<byte> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{tree.Name}\0{tree.Root}\0"));
        hash.AppendData(file.Path.Bytes);
        hash.AppendData([0]);
        hash.AppendData(text);
        return ArtifactDigest.FromHash(hash.GetHashAndReset());
    }

    /// <summary>Does something once, before anybody renders the template.</summary>
    internal void Prepare(Action<ParsedTemplate> prepare)
    {
        lock (_preparing)
        {
            if (!_isPrepared)
            {
                prepare(this);
                _isPrepared = true;
            }
        }
    }

    /// <summary>A way of reading, which may not be known yet.</summary>
    internal ResultReads Of(ReadSet set) => Array.Find(Volatile.Read(ref _known), reads => reads.IsOf(set)) ?? new ResultReads(set);

    /// <summary>Makes a way of reading known. A result that was read so is kept before: whoever knows the way looks for the result.</summary>
    internal void Learn(ResultReads reads)
    {
        lock (_learning)
        {
            if (!Array.Exists(_known, known => known.IsOf(reads.Set)))
            {
                Volatile.Write(ref _known, [reads, .. _known.Take(MostKnown - 1)]);
            }
        }
    }
}
