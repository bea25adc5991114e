using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Warewulf.Silo.Heads;

/// <summary>
/// Who of the heads that are up does what, by weights that each head works out for itself: with the same heads all come to the same, and one that comes
/// or goes moves only its own share. Where they differ something is done twice, or fetched from who does not have it; nothing is left undone.
/// </summary>
internal sealed class HeadDivision
{
    private const string Lead = "\0lead";

    private readonly Guid _self;

    /// <summary>Divides.</summary>
    /// <param name="self">This head.</param>
    /// <param name="others">The others that may be asked.</param>
    public HeadDivision(Guid self, IReadOnlyList<HeadRecord> others)
    {
        _self = self;
        Others = others;
    }

    /// <summary>The other heads.</summary>
    public IReadOnlyList<HeadRecord> Others { get; }

    /// <summary>Whether there is nobody to share with.</summary>
    public bool IsAlone => Others.Count == 0;

    /// <summary>Who does what is done once for all; null: this head.</summary>
    public HeadRecord? Leader => Owner(Lead);

    /// <summary>Who would do it if this head were not there.</summary>
    public HeadRecord? LeaderWithoutThis => OwnerWithoutThis(Lead);

    /// <summary>The head to which something falls; null: this one.</summary>
    public HeadRecord? Owner(string what) => OwnerWithoutThis(what) is { } other && Weight(other.Id, what) > Weight(_self, what) ? other : null;

    /// <summary>The head to which something would fall if this one were not there; null where there is no other.</summary>
    public HeadRecord? OwnerWithoutThis(string what) => Others.MaxBy(head => Weight(head.Id, what));

    /// <summary>Whether the same heads take part.</summary>
    public bool IsAs(HeadDivision other) => Others.Select(head => head.Id).Order().SequenceEqual(other.Others.Select(head => head.Id).Order());

    private static ulong Weight(Guid head, string what)
    {
        Span<byte> text = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(Math.Min(what.Length, 256))];
        head.TryWriteBytes(text);
        var length = 16 + Encoding.UTF8.GetBytes(what.AsSpan(0, Math.Min(what.Length, 256)), text[16..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
