namespace Warewulf.Templates.Functions.RegularExpressions;

/// <content>* + ? and {n,m}.</content>
internal sealed partial class RegexParser
{
    private void SimpleRepeat(int lastRepeat)
    {
        var (min, max) = _pattern[_position] switch
        {
            '*' => (0, -1),
            '+' => (1, -1),
            _ => (0, 1),
        };
        Repeat(lastRepeat, min, max, _position + 1, isCounted: false);
    }

    private void CountedRepeat(int lastRepeat, int min, int max, int end)
    {
        if (min < 0 || min > MaxRepeat || max > MaxRepeat || (max >= 0 && min > max))
        {
            throw new RegexSyntaxException("invalid repeat count", _pattern[_position..end]);
        }

        Repeat(lastRepeat, min, max, end, isCounted: true);
    }

    private void Repeat(int lastRepeat, int min, int max, int end, bool isCounted)
    {
        var start = _position;
        var isLazy = Has(RegexFlags.Ungreedy);
        if (end < _pattern.Length && _pattern[end] == '?')
        {
            end++;
            isLazy = !isLazy;
        }

        if (lastRepeat >= 0)
        {
            throw new RegexSyntaxException("invalid nested repetition operator", _pattern[lastRepeat..end]);
        }

        if (_stack.Count == 0 || _stack[^1].Kind is RegexNodeKind.OpenGroup or RegexNodeKind.Bar)
        {
            throw new RegexSyntaxException("missing argument to repetition operator", _pattern[start..end]);
        }

        var node = new RegexNode(RegexNodeKind.Repeat, _stack[^1]) { Min = min, Max = max, IsLazy = isLazy, IsCounted = isCounted };
        if (isCounted && (min >= 2 || max >= 2) && !node.RepeatsAtMost(MaxRepeat))
        {
            throw new RegexSyntaxException("invalid repeat count", _pattern[start..end]);
        }

        _stack.RemoveAt(_stack.Count - 1);
        Push(node);
        _position = end;
    }

    /// <summary>Reads {n}, {n,} or {n,m}; false when the brace is only a brace. A count too large to read is -2, no upper bound -1.</summary>
    private bool TryCount(out int min, out int max, out int end)
    {
        end = _position + 1;
        max = -1;
        if (!TryNumber(ref end, out min) || end >= _pattern.Length)
        {
            return false;
        }

        if (_pattern[end] != ',')
        {
            max = min;
        }
        else if (++end >= _pattern.Length)
        {
            return false;
        }
        else if (_pattern[end] != '}')
        {
            if (!TryNumber(ref end, out max))
            {
                return false;
            }

            min = max < 0 ? max : min;
        }

        return end < _pattern.Length && _pattern[end++] == '}';
    }

    private bool TryNumber(ref int at, out int number)
    {
        var start = at;
        while (at < _pattern.Length && char.IsAsciiDigit(_pattern[at]))
        {
            at++;
        }

        var length = at - start;
        number = length is 0 or >= 8 ? -2 : int.Parse(_pattern.AsSpan(start, length), null);
        return length > 0 && (length == 1 || _pattern[start] != '0');
    }
}
