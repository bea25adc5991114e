using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>The content of a file in an archive: held in memory, or, when it is large, opened when it is read.</summary>
internal sealed class FileContent
{
    private readonly Func<Stream>? _open;
    private ArtifactDigest? _digest;

    internal FileContent(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        Length = bytes.Length;
    }

    private FileContent(long length, Func<Stream> open)
    {
        Length = length;
        _open = open;
    }

    /// <summary>The content, unless it is large.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; }

    internal long Length { get; }

    [MemberNotNullWhen(true, nameof(_open))]
    internal bool IsLarge => _open is not null;

    /// <summary>The segments it was packed into last; whoever packs sees whether they are still stored.</summary>
    internal IReadOnlyList<RecipeSegment>? Segments { get; set; }

    /// <summary>The digest of the content.</summary>
    internal ArtifactDigest Digest => _digest ??= IsLarge ? DigestOfLarge() : ArtifactDigest.Of(Bytes.Span);

    /// <summary>Content too large to keep.</summary>
    internal static FileContent Large(long length, Func<Stream> open) => new(length, open);

    internal Stream Open() => _open?.Invoke() ?? new MemoryStream(Bytes.ToArray(), writable: false);

    private ArtifactDigest DigestOfLarge()
    {
        using var stream = Open();
        return ArtifactDigest.FromHash(SHA256.HashData(stream));
    }
}
