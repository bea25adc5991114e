using System.Diagnostics.CodeAnalysis;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>The content of a file in an archive: held in memory, or, when it is large, opened when it is written.</summary>
internal sealed class FileContent
{
    /// <summary>Below this many bytes, one compressor for all is better than a run of its own.</summary>
    private const int WorthASegment = 4096;

    private readonly Func<Stream>? _open;
    private readonly bool _isShared;
    private DeflatedSegment? _segment;

    private FileContent(ReadOnlyMemory<byte> bytes, long length, Func<Stream>? open, bool isShared)
    {
        Bytes = bytes;
        Length = length;
        _open = open;
        _isShared = isShared;
    }

    /// <summary>The content, unless it is large.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; }

    internal long Length { get; }

    [MemberNotNullWhen(true, nameof(_open))]
    internal bool IsLarge => _open is not null;

    /// <summary>Content of one node.</summary>
    internal static FileContent Own(ReadOnlyMemory<byte> bytes) => new(bytes, bytes.Length, null, isShared: false);

    /// <summary>Content that many archives hold: it is compressed once.</summary>
    internal static FileContent Shared(ReadOnlyMemory<byte> bytes) => new(bytes, bytes.Length, null, isShared: true);

    /// <summary>Content too large to keep.</summary>
    internal static FileContent Large(long length, Func<Stream> open) => new(default, length, open, isShared: false);

    internal Stream Open() => _open?.Invoke() ?? new MemoryStream(Bytes.ToArray(), writable: false);

    /// <summary>The content compressed by itself, where that pays.</summary>
    internal DeflatedSegment? Segment() =>
        _isShared && Bytes.Length >= WorthASegment ? _segment ??= DeflatedSegment.Of(Bytes.Span) : null;
}
