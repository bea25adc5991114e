using System.Security.Cryptography;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <summary>
/// What an execution read, apart from that execution: which paths of its data, and how. Executions of one template that read the same have
/// the same set. Immutable; safe for many threads.
/// </summary>
public sealed class ReadSet
{
    private readonly string[] _methods;
    private byte[]? _encoded;
    private byte[]? _id;

    internal ReadSet(TemplateRead root, string[] methods, string[] functions, string? obstacle)
    {
        Root = root;
        _methods = methods;
        Functions = functions;
        Obstacle = obstacle;
    }

    /// <summary>The data, with what was read of it below.</summary>
    public TemplateRead Root { get; }

    /// <summary>All paths that were read, from the root down, without those the execution only passed through.</summary>
    public IEnumerable<TemplateRead> Paths => Root.All().Where(static read => read.Kinds != ReadKinds.Presence || read.Children.Count == 0);

    /// <summary>The names of the functions that were called, in order.</summary>
    public IReadOnlyList<string> Functions { get; }

    /// <summary>Why there can be no digest (see <see cref="TemplateReads.Obstacle"/>); null when there can.</summary>
    public string? Obstacle { get; }

    /// <summary>
    /// A digest of the set, the same wherever and whenever the same was read. Null for sets that hold calls of methods with arguments: those
    /// cannot be kept.
    /// </summary>
    public byte[]? Id => _id ??= Encode() is { } encoded ? SHA256.HashData(encoded) : null;

    /// <summary>Whether a member of the data was read, or all of the data.</summary>
    public bool Reads(string member) => (Root.Kinds & ReadKinds.Whole) != 0 || Root.Children.Any(child => child.Node.Name == member);

    /// <summary>The set without a member of the data, which <see cref="Only"/> has.</summary>
    public ReadSet Without(string member) => Part(child => child.Node.Name != member);

    /// <summary>What was read of one member of the data; null when nothing was.</summary>
    public ReadSet? Only(string member) => Root.Children.Any(child => child.Node.Name == member) ? Part(child => child.Node.Name == member) : null;

    /// <inheritdoc cref="TemplateReads.Fingerprint"/>
    public byte[]? Fingerprint(GoValue root) => Obstacle is null ? ReadDigest.Of(Root, _methods, root) : null;

    /// <summary>The set as bytes, for another process; null for sets that hold calls of methods with arguments.</summary>
    public byte[]? Encode() => _encoded ??= ReadSetCodec.Write(this, _methods);

    /// <summary>Reads what <see cref="Encode"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is no set.</exception>
    public static ReadSet Decode(ReadOnlySpan<byte> encoded) => ReadSetCodec.Read(encoded);

    private ReadSet Part(Func<TemplateRead, bool> wanted)
    {
        var root = new TemplateRead(Root.Node, Root.Kinds, Root.Path);
        foreach (var child in Root.Children.Where(wanted))
        {
            root.Add(child);
        }

        return new ReadSet(root, _methods, [.. Functions], Obstacle);
    }
}
