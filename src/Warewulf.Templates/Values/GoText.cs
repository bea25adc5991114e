using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Warewulf.Templates.Values;

/// <summary>
/// Go strings in C# strings. A Go string is any sequence of bytes; a byte that is not part of valid UTF-8 is kept as the lone low
/// surrogate U+DC00 + byte, which valid text never holds, so every Go string survives the way in and out unchanged.
/// </summary>
public static class GoText
{
    /// <summary>Makes a string of bytes; invalid UTF-8 is escaped, never lost.</summary>
    public static string FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                used = 1;
                text.Append((char)(0xDC00 + bytes[0]));
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a string made by <see cref="FromUtf8"/> or of ordinary text.</summary>
    public static byte[] ToUtf8(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = new ArrayBufferWriter<byte>(Math.Max(1, text.Length));
        Write(text, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the bytes of a string and returns how many they were.</summary>
    public static int Write(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var total = 0;
        while (text.Length > 0)
        {
            var span = output.GetSpan(Math.Min(text.Length, 4096) * 3);
            var status = Utf8.FromUtf16(text, span, out var read, out var written, replaceInvalidSequences: false, isFinalBlock: true);
            output.Advance(written);
            total += written;
            text = text[read..];
            if (status == OperationStatus.InvalidData)
            {
                total += WriteLone(text[0], output);
                text = text[1..];
            }
        }

        return total;
    }

    /// <summary>The length in bytes, as Go's len counts.</summary>
    public static int ByteLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80 || IsEscape(c))
            {
                length++;
            }
            else if (c < 0x800)
            {
                length += 2;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                length += 4;
                i++;
            }
            else
            {
                length += 3;
            }
        }

        return length;
    }

    /// <summary>Cuts by byte positions; a character cut in half leaves its bytes escaped.</summary>
    public static string Substring(string text, int start, int end)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text) ? text[start..end] : FromUtf8(ToUtf8(text).AsSpan(start, end - start));
    }

    /// <summary>Orders by bytes, as Go does; C#'s ordinal order differs above U+FFFF.</summary>
    public static int Compare(string? x, string? y)
    {
        x ??= "";
        y ??= "";
        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            if (x[i] != y[i])
            {
                var surrogates = char.IsSurrogate(x[i]) || char.IsSurrogate(y[i]);
                return surrogates ? ToUtf8(x).AsSpan().SequenceCompareTo(ToUtf8(y)) : x[i].CompareTo(y[i]);
            }
        }

        return x.Length.CompareTo(y.Length);
    }

    /// <summary>The characters as Go's range over a string sees them; an invalid byte is U+FFFD with <c>Byte</c> set.</summary>
    internal static IEnumerable<(Rune Rune, int Byte, string Text)> Runes(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                yield return (rune, -1, text.Substring(i, rune.Utf16SequenceLength));
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                yield return (Rune.ReplacementChar, IsEscape(text[i]) ? text[i] - 0xDC00 : -1, text[i].ToString());
            }
        }
    }

    internal static int RuneCount(string text) => Ascii.IsValid(text) ? text.Length : Runes(text).Count();

    /// <summary>True when some byte of the string is not part of valid UTF-8, or might not be.</summary>
    internal static bool MayHaveEscapes(string text) => text.AsSpan().ContainsAnyInRange('\uDC80', '\uDCFF');

    /// <summary>The same bytes in their one right form: parts of characters that came together become characters.</summary>
    internal static string Normalize(string text) => MayHaveEscapes(text) ? FromUtf8(ToUtf8(text)) : text;

    private static bool IsEscape(char c) => c is >= '\uDC80' and <= '\uDCFF';

    private static int WriteLone(char c, IBufferWriter<byte> output)
    {
        if (IsEscape(c))
        {
            var span = output.GetSpan(1);
            span[0] = (byte)(c - 0xDC00);
            output.Advance(1);
            return 1;
        }

        output.Write("\uFFFD"u8);
        return 3;
    }
}
