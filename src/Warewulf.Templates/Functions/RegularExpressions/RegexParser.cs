using System.Text;

namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>
/// Reads a regular expression in RE2's syntax. Works on a stack, as Go's parser does: which mistake is found first, and which part of
/// the pattern the message shows, follow from that.
/// </summary>
internal sealed partial class RegexParser
{
    private const int MaxRepeat = 1_000;
    private const int MaxHeight = 1_000;
    private const int LastRune = 0x10FFFF;

    private readonly string _pattern;
    private readonly List<RegexNode> _stack = [];
    private readonly List<string> _names = [""];
    private RegexFlags _flags;
    private int _position;

    private RegexParser(string pattern) => _pattern = pattern;

    private string Rest => _pattern[_position..];

    /// <summary>The tree and the names of its groups; the name of one without is empty. Throws <see cref="RegexSyntaxException"/>.</summary>
    public static (RegexNode Tree, IReadOnlyList<string> Names) Parse(string pattern)
    {
        var parser = new RegexParser(pattern);
        return (parser.Parse(), parser._names);
    }

    private RegexNode Parse()
    {
        // Where the repetition before this one began; -1 when something else came before.
        var lastRepeat = -1;
        while (_position < _pattern.Length)
        {
            var repeat = -1;
            switch (_pattern[_position])
            {
                case '(' when At(1) == '?':
                    GroupFlags();
                    break;
                case '(':
                    OpenCapture("");
                    _position++;
                    break;
                case '|':
                    Concatenate();
                    Push(new RegexNode(RegexNodeKind.Bar));
                    _position++;
                    break;
                case ')':
                    CloseGroup();
                    break;
                case '^':
                    Assert(Has(RegexFlags.MultiLine) ? RegexAssertion.LineStart : RegexAssertion.TextStart, 1);
                    break;
                case '$':
                    Assert(Has(RegexFlags.MultiLine) ? RegexAssertion.LineEnd : RegexAssertion.TextEnd, 1);
                    break;
                case '.':
                    Push(Set(Has(RegexFlags.DotAll) ? [0, LastRune] : [0, '\n' - 1, '\n' + 1, LastRune]));
                    _position++;
                    break;
                case '[':
                    Push(Set(Class()));
                    break;
                case '*' or '+' or '?':
                    repeat = _position;
                    SimpleRepeat(lastRepeat);
                    break;
                case '{' when TryCount(out var min, out var max, out var end):
                    repeat = _position;
                    CountedRepeat(lastRepeat, min, max, end);
                    break;
                case '\\':
                    Backslash();
                    break;
                default:
                    Literal(NextRune());
                    break;
            }

            lastRepeat = repeat;
        }

        Concatenate();
        var tree = Alternate(out var open);
        return open is null ? tree : throw new RegexSyntaxException("missing closing )", _pattern);
    }

    private char At(int offset) => _position + offset < _pattern.Length ? _pattern[_position + offset] : '\0';

    private bool Has(RegexFlags flag) => (_flags & flag) != 0;

    private static RegexNode Set(int[] ranges) => new(RegexNodeKind.Set) { Ranges = ranges };

    private void Push(RegexNode node)
    {
        _stack.Add(node.Height <= MaxHeight ? node : throw new RegexSyntaxException("expression nests too deeply", _pattern));
    }

    private void Assert(RegexAssertion assertion, int length)
    {
        Push(new RegexNode(RegexNodeKind.Assertion) { Assertion = assertion });
        _position += length;
    }

    private void Literal(int rune)
    {
        var set = new RuneSet();
        if (Has(RegexFlags.IgnoreCase))
        {
            set.AddFolded(rune, rune);
        }
        else
        {
            set.Add(rune, rune);
        }

        Push(Set(set.ToRanges()));
    }

    /// <summary>Takes the next character; 0xFFFD at the end, as Go's decoder gives.</summary>
    private int NextRune()
    {
        if (_position >= _pattern.Length)
        {
            return Rune.ReplacementChar.Value;
        }

        if (!Rune.TryGetRuneAt(_pattern, _position, out var rune))
        {
            throw new RegexSyntaxException("invalid UTF-8", Rest);
        }

        _position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    /// <summary>Makes one part of all since the last open group or bar.</summary>
    private void Concatenate()
    {
        var start = _stack.FindLastIndex(static n => n.Kind is RegexNodeKind.OpenGroup or RegexNodeKind.Bar) + 1;
        var parts = Flatten(_stack[start..], RegexNodeKind.Sequence);
        _stack.RemoveRange(start, _stack.Count - start);
        Push(parts.Count == 0 ? new RegexNode(RegexNodeKind.Empty) : Single(RegexNodeKind.Sequence, parts));
    }

    /// <summary>Makes a choice of all since the last open group and takes it, with that group's mark, from the stack.</summary>
    private RegexNode Alternate(out RegexNode? open)
    {
        var start = _stack.FindLastIndex(static n => n.Kind == RegexNodeKind.OpenGroup) + 1;
        var parts = _stack[start..];
        open = start > 0 ? _stack[start - 1] : null;
        _stack.RemoveRange(Math.Max(0, start - 1), _stack.Count - Math.Max(0, start - 1));
        parts.RemoveAll(static n => n.Kind == RegexNodeKind.Bar);
        return Single(RegexNodeKind.Choice, Flatten(parts, RegexNodeKind.Choice));
    }

    private static RegexNode Single(RegexNodeKind kind, List<RegexNode> parts) => parts.Count == 1 ? parts[0] : new RegexNode(kind, parts);

    private static List<RegexNode> Flatten(List<RegexNode> parts, RegexNodeKind kind)
    {
        if (!parts.Exists(p => p.Kind == kind))
        {
            return parts;
        }

        return [.. parts.SelectMany(p => p.Kind == kind ? p.Parts : [p])];
    }

    private void Backslash()
    {
        switch (At(1))
        {
            case 'A':
                Assert(RegexAssertion.TextStart, 2);
                return;
            case 'z':
                Assert(RegexAssertion.TextEnd, 2);
                return;
            case 'b':
                Assert(RegexAssertion.WordBoundary, 2);
                return;
            case 'B':
                Assert(RegexAssertion.NoWordBoundary, 2);
                return;
            case 'C':
                throw new RegexSyntaxException("invalid escape sequence", "\\C");
            case 'Q':
                Quoted();
                return;
        }

        var set = new RuneSet();
        if (TryUnicodeClass(set) || TryPerlClass(set))
        {
            Push(Set(set.ToRanges()));
            return;
        }

        Literal(Escape());
    }

    private void Quoted()
    {
        _position += 2;
        var end = _pattern.IndexOf("\\E", _position, StringComparison.Ordinal);
        var stop = end < 0 ? _pattern.Length : end;
        while (_position < stop)
        {
            Literal(NextRune());
        }

        _position = end < 0 ? stop : end + 2;
    }
}
