namespace Warewulf.Templates.Functions.RegularExpressions;

/// <content>Character classes and escapes.</content>
internal sealed partial class RegexParser
{
    private int[] Class()
    {
        var start = _position++;
        var negated = At(0) == '^';
        _position += negated ? 1 : 0;
        var set = new RuneSet();
        var first = true;
        while (_position >= _pattern.Length || _pattern[_position] != ']' || first)
        {
            first = false;
            if (!TryPosixClass(set) && !TryUnicodeClass(set) && !TryPerlClass(set))
            {
                ClassRange(set, start);
            }
        }

        _position++;
        if (negated)
        {
            set.Negate();
        }

        return set.ToRanges();
    }

    private void ClassRange(RuneSet set, int classStart)
    {
        var start = _position;
        var low = ClassCharacter(classStart);
        var high = low;
        if (At(0) == '-' && _position + 1 < _pattern.Length && At(1) != ']')
        {
            _position++;
            high = ClassCharacter(classStart);
            if (high < low)
            {
                throw new RegexSyntaxException("invalid character class range", _pattern[start.._position]);
            }
        }

        if (Has(RegexFlags.IgnoreCase))
        {
            set.AddFolded(low, high);
        }
        else
        {
            set.Add(low, high);
        }
    }

    private int ClassCharacter(int classStart)
    {
        if (_position >= _pattern.Length)
        {
            throw new RegexSyntaxException("missing closing ]", _pattern[classStart..]);
        }

        return _pattern[_position] == '\\' ? Escape() : NextRune();
    }

    /// <summary>Reads [:alpha:] and its like.</summary>
    private bool TryPosixClass(RuneSet set)
    {
        if (At(0) != '[' || At(1) != ':')
        {
            return false;
        }

        var end = _pattern.IndexOf(":]", _position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var name = _pattern[(_position + 2)..end];
        var negated = name.StartsWith('^');
        ReadOnlySpan<int> ranges = (negated ? name[1..] : name) switch
        {
            "alnum" => ['0', '9', 'A', 'Z', 'a', 'z'],
            "alpha" => ['A', 'Z', 'a', 'z'],
            "ascii" => [0, 0x7F],
            "blank" => ['\t', '\t', ' ', ' '],
            "cntrl" => [0, 0x1F, 0x7F, 0x7F],
            "digit" => ['0', '9'],
            "graph" => ['!', '~'],
            "lower" => ['a', 'z'],
            "print" => [' ', '~'],
            "punct" => ['!', '/', ':', '@', '[', '`', '{', '~'],
            "space" => ['\t', '\r', ' ', ' '],
            "upper" => ['A', 'Z'],
            "word" => ['0', '9', 'A', 'Z', 'a', 'z', '_', '_'],
            "xdigit" => ['0', '9', 'A', 'F', 'a', 'f'],
            _ => [],
        };
        if (ranges.IsEmpty)
        {
            throw new RegexSyntaxException("invalid character class range", _pattern[_position..(end + 2)]);
        }

        set.AddGroup(ranges, negated, Has(RegexFlags.IgnoreCase));
        _position = end + 2;
        return true;
    }

    /// <summary>Reads \d, \s, \w and their opposites.</summary>
    private bool TryPerlClass(RuneSet set)
    {
        if (At(0) != '\\')
        {
            return false;
        }

        ReadOnlySpan<int> ranges = char.ToLowerInvariant(At(1)) switch
        {
            'd' => ['0', '9'],
            's' => ['\t', '\n', '\f', '\r', ' ', ' '],
            'w' => ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'],
            _ => [],
        };
        if (ranges.IsEmpty)
        {
            return false;
        }

        set.AddGroup(ranges, char.IsAsciiLetterUpper(At(1)), Has(RegexFlags.IgnoreCase));
        _position += 2;
        return true;
    }

    /// <summary>Reads \pL, \p{Greek} and their opposites.</summary>
    private bool TryUnicodeClass(RuneSet set)
    {
        if (At(0) != '\\' || At(1) is not ('p' or 'P'))
        {
            return false;
        }

        var start = _position;
        var negated = At(1) == 'P';
        _position += 2;
        string name;
        if (At(0) != '{')
        {
            _ = NextRune();
            name = _pattern[(start + 2).._position];
        }
        else
        {
            var end = _pattern.IndexOf('}', _position);
            if (end < 0)
            {
                CheckUtf8(_pattern[start..]);
                throw new RegexSyntaxException("invalid character class range", _pattern[start..]);
            }

            name = _pattern[(_position + 1)..end];
            CheckUtf8(name);
            _position = end + 1;
        }

        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        var ranges = UnicodeNames.Find(name)
            ?? throw new RegexSyntaxException("invalid character class range", _pattern[start.._position]);
        set.AddGroup(ranges, negated, Has(RegexFlags.IgnoreCase));
        return true;
    }

    /// <summary>Reads an escape that stands for one character.</summary>
    private int Escape()
    {
        var start = _position++;
        if (_position >= _pattern.Length)
        {
            throw new RegexSyntaxException("trailing backslash at end of expression", "");
        }

        var c = NextRune();
        var value = c switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => Hexadecimal(),
            '0' => Octal(0),
            >= '1' and <= '7' when At(0) is >= '0' and <= '7' => Octal(c - '0'),
            < 0x80 when !char.IsAsciiLetterOrDigit((char)c) => c,
            _ => -1,
        };
        return value >= 0 ? value : throw new RegexSyntaxException("invalid escape sequence", _pattern[start.._position]);
    }

    private int Octal(int value)
    {
        for (var i = 0; i < 2 && At(0) is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + _pattern[_position++] - '0';
        }

        return value;
    }

    private int Hexadecimal()
    {
        if (_position >= _pattern.Length)
        {
            return -1;
        }

        var c = NextRune();
        if (c != '{')
        {
            var high = Digit(c);
            var low = Digit(NextRune());
            return high < 0 || low < 0 ? -1 : (high * 16) + low;
        }

        var value = 0;
        for (var digits = 0; _position < _pattern.Length; digits++)
        {
            c = NextRune();
            if (c == '}')
            {
                return digits > 0 ? value : -1;
            }

            value = (value * 16) + Digit(c);
            if (Digit(c) < 0 || value > LastRune)
            {
                return -1;
            }
        }

        return -1;
    }

    private static int Digit(int c) => c < 0x80 && char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : -1;
}
