namespace Warewulf.Core.Archives;

/// <summary>
/// A shell-style pattern over the bytes of a path: <c>*</c> and <c>?</c> stop at a slash, <c>[a-z]</c> and <c>[^a-z]</c> are sets,
/// <c>\</c> takes the next character literally. Characters are UTF-8 sequences; a byte that is none counts as one character.
/// </summary>
internal sealed class BytePattern
{
    private readonly byte[] _pattern;

    private BytePattern(byte[] pattern)
    {
        _pattern = pattern;
    }

    /// <summary>Checks a pattern; <paramref name="problem"/> says what is wrong with it.</summary>
    internal static BytePattern? TryParse(ReadOnlySpan<byte> pattern, out string? problem)
    {
        problem = null;
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
            {
                if (++at == pattern.Length)
                {
                    problem = "it ends with a '\\' that has nothing to escape";
                    return null;
                }
            }
            else if (pattern[at] == '[')
            {
                var end = at + 1;
                if (!MatchSet(pattern, ref end, 'a', out _))
                {
                    problem = "its '[' has no valid set and closing ']'";
                    return null;
                }

                at = end - 1;
            }
        }

        return new BytePattern(pattern.ToArray());
    }

    internal bool IsMatch(ReadOnlySpan<byte> path)
    {
        // One level of backtracking is enough: a later star makes an earlier one's choice irrelevant, unless a slash lies between,
        // and then the earlier one could not have reached further anyway.
        ReadOnlySpan<byte> pattern = _pattern;
        int p = 0, s = 0, starAt = -1, starText = 0;
        while (s < path.Length || p < pattern.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starAt = ++p;
                starText = s;
                continue;
            }

            if (s < path.Length && p < pattern.Length && MatchOne(pattern, ref p, path, ref s))
            {
                continue;
            }

            if (starAt < 0 || starText >= path.Length || path[starText] == '/')
            {
                return false;
            }

            s = ++starText;
            p = starAt;
        }

        return true;
    }

    private static bool MatchOne(ReadOnlySpan<byte> pattern, ref int p, ReadOnlySpan<byte> path, ref int s)
    {
        switch (pattern[p])
        {
            case (byte)'?':
                if (path[s] == '/')
                {
                    return false;
                }

                p++;
                Take(path, ref s);
                return true;
            case (byte)'[':
                var afterSet = p + 1;
                var afterText = s;
                var value = Take(path, ref afterText);
                if (path[s] == '/' || !MatchSet(pattern, ref afterSet, value, out var contained) || !contained)
                {
                    return false;
                }

                (p, s) = (afterSet, afterText);
                return true;
            default:
                var literal = pattern[p] == '\\' ? p + 1 : p;
                if (pattern[literal] != path[s])
                {
                    return false;
                }

                p = literal + 1;
                s++;
                return true;
        }
    }

    /// <summary>Reads a set from behind its <c>[</c> to behind its <c>]</c>; false when it is not well formed.</summary>
    private static bool MatchSet(ReadOnlySpan<byte> pattern, ref int p, int value, out bool contained)
    {
        contained = false;
        var negated = p < pattern.Length && pattern[p] == '^';
        p += negated ? 1 : 0;
        var members = 0;
        while (p < pattern.Length)
        {
            if (pattern[p] == ']' && members > 0)
            {
                p++;
                contained ^= negated;
                return true;
            }

            if (!TakeSetMember(pattern, ref p, out var low))
            {
                return false;
            }

            var high = low;
            if (p < pattern.Length && pattern[p] == '-')
            {
                p++;
                if (!TakeSetMember(pattern, ref p, out high))
                {
                    return false;
                }
            }

            contained |= low <= value && value <= high;
            members++;
        }

        return false;
    }

    private static bool TakeSetMember(ReadOnlySpan<byte> pattern, ref int p, out int value)
    {
        value = 0;
        if (p < pattern.Length && pattern[p] == '\\')
        {
            p++;
        }
        else if (p < pattern.Length && pattern[p] is (byte)'-' or (byte)']')
        {
            return false;
        }

        if (p >= pattern.Length)
        {
            return false;
        }

        value = Take(pattern, ref p);
        return true;
    }

    private static int Take(ReadOnlySpan<byte> text, ref int at)
    {
        if (System.Text.Rune.DecodeFromUtf8(text[at..], out var rune, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
            return rune.Value;
        }

        return text[at++];
    }
}
