using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <summary>
/// The digest of what paths give for some data. Every item begins with a tag and says its length, so that different readings never
/// spell the same bytes.
/// </summary>
internal sealed class ReadDigest
{
    private const int BufferLength = 8192;
    private const int MaxNesting = 500;
    private const int MaxValues = 20_000_000;

    private readonly IReadOnlyList<string> _methods;
    private readonly byte[] _buffer;
    private IncrementalHash? _hash;
    private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);
    private int _used;
    private int _values;

    private ReadDigest(byte[] buffer, IReadOnlyList<string> methods)
    {
        _buffer = buffer;
        _methods = methods;
    }

    /// <summary>The digest, or null when the data cannot be gone through.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="methods">The methods that were called on objects whose path was lost: they count for every object read as a whole.</param>
    /// <param name="root">The data.</param>
    public static byte[]? Of(TemplateRead read, IReadOnlyList<string> methods, GoValue root)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        var digest = new ReadDigest(buffer, methods);
        try
        {
            digest.Add(read, root.WithPath(0), 0);
            return digest.End();
        }
        catch (Exception problem) when (problem is InsufficientExecutionStackException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
        finally
        {
            digest._hash?.Dispose();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Add(TemplateRead read, GoValue value, int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Tag('p', (long)read.Kinds);
        Text(read.Node.Name);
        var target = Header(value);
        if (read.Kinds.HasFlag(ReadKinds.Truth))
        {
            Tag('t', Truth.Of(value) ? 1 : 0);
        }

        if (read.Kinds.HasFlag(ReadKinds.Length))
        {
            Tag('n', Length(target));
        }

        if (read.Kinds.HasFlag(ReadKinds.Keys))
        {
            Keys(target);
        }

        if ((read.Kinds & (ReadKinds.Value | ReadKinds.Whole)) != 0)
        {
            Content(value, depth);
        }

        foreach (var child in read.Children)
        {
            Child(child, value, target, depth + 1);
        }

        Tag('e', 0);
    }

    private void Child(TemplateRead child, GoValue value, GoValue target, int depth)
    {
        Tag('c', (long)child.Node.Step);
        switch (child.Node.Step)
        {
            case PathStep.Elements when target.Kind is GoKind.Slice or GoKind.Array:
                var items = target.AsList;
                Tag('n', items.Count);
                for (var i = 0; i < items.Count; i++)
                {
                    Add(child, items[i], depth);
                }

                break;
            case PathStep.Entries when target.Kind == GoKind.Map:
                Keys(target);
                foreach (var key in target.AsMap?.SortedKeys() ?? [])
                {
                    _ = target.AsMap!.TryGet(key, out var entry);
                    Add(child, entry, depth);
                }

                break;
            case PathStep.Name or PathStep.Call:
                if (Member.TryRead(value, child.Node, out var member, out var failure))
                {
                    Add(child, member, depth);
                }
                else
                {
                    Tag('f', 0);
                    Text(failure ?? "");
                    Text(child.Node.Name);
                }

                break;
        }
    }

    /// <summary>Adds types and nil-ness down to what pointers lead to, which is returned.</summary>
    private GoValue Header(GoValue value)
    {
        for (var level = 0; ; level++)
        {
            Tag('h', value.HasSlot ? 1 : 0);
            Type(value.Slot);
            Type(value.Type);
            Tag('z', value.IsNil ? 1 : 0);
            value = value.Unwrap();
            if (value.Kind != GoKind.Pointer || value.Ref is null || level > MaxNesting)
            {
                return value;
            }

            value = value.Dereference();
        }
    }

    private void Content(GoValue value, int depth)
    {
        if (depth > MaxNesting || ++_values > MaxValues)
        {
            throw new InvalidOperationException("The data nest without end.");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        var type = value.Type;
        Tag('v', value.HasSlot ? 1 : 0);
        Type(value.Slot);
        Type(type);
        Tag('z', value.IsNil ? 1 : 0);
        value = value.Unwrap();
        if (type is null || value.IsNil || (value.Kind == GoKind.Pointer && SeenBefore(value.Ref!)))
        {
            return;
        }

        if ((type.TextMethod ?? (type.Kind == GoKind.Pointer ? type.Element!.TextMethod : null)) is { } text)
        {
            Text(text(type.TextMethod is null ? value.Dereference() : value));
        }

        switch (value.Kind)
        {
            case GoKind.String:
                Text(value.AsString);
                break;
            case GoKind.Complex128:
                Tag('x', BitConverter.DoubleToInt64Bits(value.AsComplex.Real));
                Tag('y', BitConverter.DoubleToInt64Bits(value.AsComplex.Imaginary));
                break;
            case GoKind.Slice or GoKind.Array:
                var items = value.AsList;
                Tag('n', items.Count);
                Tag('m', items.Capacity);
                for (var i = 0; i < items.Count; i++)
                {
                    Content(items[i], depth + 1);
                }

                break;
            case GoKind.Map:
                foreach (var key in value.AsMap!.SortedKeys())
                {
                    Tag('k', 0);
                    Content(key, depth + 1);
                    _ = value.AsMap!.TryGet(key, out var entry);
                    Content(entry, depth + 1);
                }

                Tag('e', 0);
                break;
            case GoKind.Struct:
                foreach (var field in type.Fields)
                {
                    Content(field.Get(value.Ref!), depth + 1);
                }

                Methods(value, depth);
                break;
            case GoKind.Pointer:
                Content(value.Dereference(), depth + 1);
                break;
            default:
                Tag('b', value.Bits);
                break;
        }
    }

    private void Methods(GoValue value, int depth)
    {
        foreach (var name in _methods)
        {
            if (value.Type!.Method(name) is { } method)
            {
                var isGood = Member.TryCall(method, value, [], out var result, out var failure);
                Tag('M', isGood ? 1 : 0);
                Text(failure ?? "");
                Content(result, depth + 1);
            }
        }
    }

    // Which pointers are the same shows in comparisons, and in how they print.
    private bool SeenBefore(object target)
    {
        var isNew = _seen.TryAdd(target, _seen.Count);
        Tag('s', isNew ? -1 : _seen[target]);
        return !isNew;
    }

    private void Keys(GoValue target)
    {
        var keys = target.Kind == GoKind.Map && target.AsMap is { } map ? map.SortedKeys() : [];
        Tag('K', keys.Length);
        foreach (var key in keys)
        {
            Content(key, 1);
        }
    }

    private static long Length(GoValue target) => target.Kind switch
    {
        GoKind.String => GoText.ByteLength(target.AsString),
        GoKind.Slice or GoKind.Array => target.AsList.Count,
        GoKind.Map => target.AsMap?.Count ?? 0,
        _ => -1,
    };

    private void Tag(char tag, long value)
    {
        if (_used > _buffer.Length - 9)
        {
            Flush();
        }

        _buffer[_used] = (byte)tag;
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_used + 1), value);
        _used += 9;
    }

    private void Text(string text)
    {
        Tag('"', text.Length);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan());
        if (bytes.Length > _buffer.Length - _used)
        {
            Flush();
        }

        if (bytes.Length > _buffer.Length)
        {
            Hash(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Type(GoType? type) => Tag('T', type?.SignatureHash ?? 0);

    // Most digests are of little, for which one call costs less.
    private byte[] End()
    {
        if (_hash is null)
        {
            return SHA256.HashData(_buffer.AsSpan(0, _used));
        }

        Flush();
        return _hash.GetHashAndReset();
    }

    private void Flush()
    {
        Hash(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    private void Hash(ReadOnlySpan<byte> bytes) => (_hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).AppendData(bytes);
}
