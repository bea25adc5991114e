using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Archives;

/// <summary>
/// A file name or path as the kernel sees it: bytes without a NUL, in no particular encoding. Paths inside a tree are relative and have
/// no leading <c>./</c>; the empty path is the root of the tree.
/// </summary>
[JsonConverter(typeof(BytePathJsonConverter))]
public readonly struct BytePath : IEquatable<BytePath>
{
    /// <summary>The longest path the kernel takes, in bytes, without the terminating NUL (PATH_MAX - 1).</summary>
    public const int MaxLength = 4095;

    /// <summary>The longest single component the kernel takes, in bytes (NAME_MAX).</summary>
    public const int MaxNameLength = 255;

    private readonly byte[]? _bytes;

    /// <summary>Creates a path from a copy of <paramref name="bytes"/>.</summary>
    public BytePath(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes.ToArray();
    }

    /// <summary>The bytes of the path.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The number of bytes.</summary>
    public int Length => _bytes?.Length ?? 0;

    /// <summary>Whether this is the root of the tree.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The directory the path lies in; the root for a path of one component.</summary>
    public BytePath Parent
    {
        get
        {
            var slash = Bytes.LastIndexOf((byte)'/');
            return slash <= 0 ? default : new BytePath(Bytes[..slash]);
        }
    }

    /// <summary>The last component.</summary>
    public ReadOnlySpan<byte> FileName => Bytes[(Bytes.LastIndexOf((byte)'/') + 1)..];

    /// <summary>Creates a path from text, encoded as UTF-8.</summary>
    public static BytePath FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads what <see cref="ToEscaped"/> wrote. A percent sign that no two hexadecimal digits follow stands for itself.</summary>
    public static BytePath FromEscaped(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length && byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes[length++] = value;
                i += 2;
            }
            else
            {
                bytes[length++] = bytes[i];
            }
        }

        return new BytePath(bytes.AsSpan(0, length));
    }

    /// <summary>Whether two paths have the same bytes.</summary>
    public static bool operator ==(BytePath left, BytePath right) => left.Equals(right);

    /// <summary>Whether two paths differ.</summary>
    public static bool operator !=(BytePath left, BytePath right) => !left.Equals(right);

    /// <summary>The path of an entry in the directory this path names.</summary>
    public BytePath Child(ReadOnlySpan<byte> name)
    {
        if (IsEmpty)
        {
            return new BytePath(name);
        }

        var joined = new byte[Length + 1 + name.Length];
        Bytes.CopyTo(joined);
        joined[Length] = (byte)'/';
        name.CopyTo(joined.AsSpan(Length + 1));
        return new BytePath(joined);
    }

    /// <summary>Whether the path lies in the directory, at whatever depth.</summary>
    public bool IsBelow(BytePath directory) =>
        Length > 0 && (directory.IsEmpty || (Length > directory.Length && Bytes[directory.Length] == '/' && Bytes.StartsWith(directory.Bytes)));

    /// <summary>Whether any component of the path is <c>..</c>.</summary>
    public bool HasParentReference()
    {
        foreach (var range in Bytes.Split((byte)'/'))
        {
            if (Bytes[range].SequenceEqual(".."u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path as text that loses nothing: UTF-8, with <c>%NN</c> for bytes that are none, control characters and percent signs.</summary>
    public string ToEscaped() => Write(static (text, odd) => text.Append('%').Append(odd.ToString("x2")), escapesPercent: true);

    /// <inheritdoc/>
    public bool Equals(BytePath other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BytePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>The path for messages: UTF-8 where it is UTF-8, and <c>\xNN</c> for control characters and any other byte.</summary>
    public override string ToString() => Write(static (text, odd) => text.Append("\\x").Append(odd.ToString("x2")), escapesPercent: false);

    private string Write(Action<StringBuilder, byte> escape, bool escapesPercent)
    {
        var text = new StringBuilder(Length);
        var rest = Bytes;
        while (!rest.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(rest, out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            if (valid && !Rune.IsControl(rune) && !(escapesPercent && rune.Value == '%'))
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var odd in rest[..consumed])
                {
                    escape(text, odd);
                }
            }

            rest = rest[consumed..];
        }

        return text.ToString();
    }
}
