using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What an overlay of the site holds. Immutable; one made of another shares with it what did not change. Beside the files for nodes below
/// <c>rootfs</c> it keeps whatever else lies in the overlay's directory, and that directory itself, whose path is empty.
/// </summary>
public sealed class OverlayManifest
{
    private readonly ImmutableSortedDictionary<BytePath, ManifestEntry> _entries;
    private readonly Lazy<ArtifactDigest> _digest;

    /// <summary>Makes a manifest.</summary>
    /// <param name="name">The overlay's name.</param>
    /// <param name="entries">What it holds, in any order.</param>
    [JsonConstructor]
    public OverlayManifest(OverlayName name, IEnumerable<ManifestEntry> entries)
        : this(name, ImmutableSortedDictionary<BytePath, ManifestEntry>.Empty.WithComparers(EntryOrder.Instance).SetItems(entries.Select(Pair)))
    {
    }

    private OverlayManifest(OverlayName name, ImmutableSortedDictionary<BytePath, ManifestEntry> entries)
    {
        Name = name;
        _entries = entries;
        _digest = new Lazy<ArtifactDigest>(ComputeDigest);
    }

    /// <summary>The overlay's name.</summary>
    public OverlayName Name { get; }

    /// <summary>What it holds: a directory before its content, names of one directory in byte order.</summary>
    public IEnumerable<ManifestEntry> Entries => _entries.Values;

    /// <summary>How many entries it has.</summary>
    [JsonIgnore]
    public int Count => _entries.Count;

    /// <summary>A digest of its name and all entries.</summary>
    [JsonIgnore]
    public ArtifactDigest Digest => _digest.Value;

    /// <summary>The content of its files.</summary>
    [JsonIgnore]
    public IEnumerable<ArtifactDigest> Blobs => _entries.Values.Select(entry => entry.Digest).OfType<ArtifactDigest>();

    /// <summary>The contents of its files.</summary>
    public IEnumerable<ArtifactRef> ListArtifacts() =>
        _entries.Values.Where(entry => entry.Digest is not null).Select(entry => new ArtifactRef(entry.Digest!.Value, entry.Length, $"{Name}/{entry.Path}"));

    /// <summary>Finds an entry by its path, without following links.</summary>
    public ManifestEntry? Find(BytePath path) => _entries.GetValueOrDefault(path);

    /// <summary>What differs between two states of an overlay, in the order of paths. Nothing stands for an overlay that does not exist.</summary>
    public static IEnumerable<EntryDifference> Differences(OverlayManifest? before, OverlayManifest? after)
    {
        if (ReferenceEquals(before, after))
        {
            yield break;
        }

        var (old, now) = (Walk(before), Walk(after));
        var (isOld, isNow) = (old.MoveNext(), now.MoveNext());
        while (isOld || isNow)
        {
            var order = !isOld ? 1 : !isNow ? -1 : EntryOrder.Instance.Compare(old.Current.Path, now.Current.Path);
            var (left, right) = (order <= 0 ? old.Current : null, order >= 0 ? now.Current : null);
            if (!ManifestEntry.AreSame(left, right))
            {
                yield return new EntryDifference((left ?? right)!.Path, left, right);
            }

            isOld = order <= 0 ? old.MoveNext() : isOld;
            isNow = order >= 0 ? now.MoveNext() : isNow;
        }
    }

    /// <summary>The manifest with entries put and others removed.</summary>
    public OverlayManifest With(IEnumerable<ManifestEntry> put, IEnumerable<BytePath> removed) =>
        new(Name, _entries.RemoveRange(removed).SetItems(put.Select(Pair)));

    /// <summary>The operation that makes another state of this one.</summary>
    /// <returns>The operation; nothing when the two are the same.</returns>
    public ChangeOverlay? ChangeTo(OverlayManifest after)
    {
        var differences = Differences(this, after).ToList();
        return differences.Count == 0
            ? null
            : new ChangeOverlay(
                Name,
                [.. differences.Select(difference => difference.After).OfType<ManifestEntry>()],
                [.. differences.Where(difference => difference.After is null).Select(difference => difference.Path)]);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static IEnumerator<ManifestEntry> Walk(OverlayManifest? manifest) => (manifest?.Entries ?? []).GetEnumerator();

    private static KeyValuePair<BytePath, ManifestEntry> Pair(ManifestEntry entry) => KeyValuePair.Create(entry.Path, entry);

    private ArtifactDigest ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(Name.ToString()));
        Span<byte> numbers = stackalloc byte[(3 * sizeof(uint)) + sizeof(long)];
        foreach (var entry in Entries)
        {
            Add(hash, entry.Path.Bytes);
            BinaryPrimitives.WriteUInt32LittleEndian(numbers, entry.Mode);
            BinaryPrimitives.WriteUInt32LittleEndian(numbers[4..], entry.Uid);
            BinaryPrimitives.WriteUInt32LittleEndian(numbers[8..], entry.Gid);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[12..], entry.ModifiedSeconds);
            hash.AppendData(numbers);
            Add(hash, entry.Target is { } target ? target.Bytes : Encoding.ASCII.GetBytes(entry.Digest?.ToString() ?? ""));
            foreach (var (key, value) in entry.Attributes ?? Collections.SortedMap<string>.Empty)
            {
                Add(hash, Encoding.UTF8.GetBytes($"{key}={value}"));
            }
        }

        return ArtifactDigest.FromHash(hash.GetCurrentHash());
    }
}
