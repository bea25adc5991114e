namespace Warewulf.Templates.Functions.RegularExpressions;

/// <content>Groups and flags.</content>
internal sealed partial class RegexParser
{
    private void OpenCapture(string name)
    {
        Push(new RegexNode(RegexNodeKind.OpenGroup) { Group = _names.Count, Flags = _flags });
        _names.Add(name);
    }

    private void CloseGroup()
    {
        Concatenate();
        var inner = Alternate(out var open);
        if (open is null)
        {
            throw new RegexSyntaxException("unexpected )", _pattern);
        }

        _position++;
        _flags = open.Flags;
        Push(open.Group == 0 ? inner : new RegexNode(RegexNodeKind.Capture, inner) { Group = open.Group });
    }

    /// <summary>Reads what follows "(?": a name, flags, or a group that keeps nothing.</summary>
    private void GroupFlags()
    {
        var rest = Rest;
        var nameAt = rest.Length > 4 && rest[2] == 'P' && rest[3] == '<' ? 4 : rest.Length > 3 && rest[2] == '<' ? 3 : 0;
        if (nameAt > 0)
        {
            Name(rest, nameAt);
            return;
        }

        var start = _position;
        _position += 2;
        var flags = _flags;
        var off = false;
        var any = false;
        while (_position < _pattern.Length)
        {
            var c = NextRune();
            var flag = c switch
            {
                'i' => RegexFlags.IgnoreCase,
                'm' => RegexFlags.MultiLine,
                's' => RegexFlags.DotAll,
                'U' => RegexFlags.Ungreedy,
                _ => RegexFlags.None,
            };
            if (flag != RegexFlags.None)
            {
                any = true;
                flags = off ? flags & ~flag : flags | flag;
            }
            else if (c == '-' && !off)
            {
                off = true;
                any = false;
            }
            else if (c is ':' or ')' && (any || !off))
            {
                if (c == ':')
                {
                    Push(new RegexNode(RegexNodeKind.OpenGroup) { Flags = _flags });
                }

                _flags = flags;
                return;
            }
            else
            {
                break;
            }
        }

        throw new RegexSyntaxException("invalid or unsupported Perl syntax", _pattern[start.._position]);
    }

    private void Name(string rest, int nameAt)
    {
        var end = rest.IndexOf('>', StringComparison.Ordinal);
        if (end < 0)
        {
            CheckUtf8(rest);
            throw new RegexSyntaxException("invalid named capture", rest);
        }

        var name = rest[nameAt..end];
        CheckUtf8(name);
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new RegexSyntaxException("invalid named capture", rest[..(end + 1)]);
        }

        OpenCapture(name);
        _position += end + 1;
    }

    private static void CheckUtf8(string text)
    {
        if (Values.GoText.Runes(text).Any(static r => r.Byte >= 0))
        {
            throw new RegexSyntaxException("invalid UTF-8", text);
        }
    }
}
