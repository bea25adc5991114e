using System.Text;
using Warewulf.Templates.Functions;

namespace Warewulf.Templates.Lexing;

/// <content>The tokens inside an action.</content>
internal sealed partial class Lexer
{
    private Token ReadSpace()
    {
        _position = _start;
        _line = _startLine;
        var count = 0;
        while (count < Rest.Length && IsSpace(Rest[count]))
        {
            count++;
        }

        // The last space may belong to a closing delimiter with a trim marker.
        if (AtRightDelimiter(_position + count - 1) is (true, true))
        {
            count--;
            if (count == 0)
            {
                return _parens == 0 ? CloseAction(true) : Fail("unclosed left paren");
            }
        }

        Advance(count);
        return Emit(TokenKind.Space);
    }

    private Token ReadQuoted() => ReadDelimited('"', TokenKind.String, "unterminated quoted string");

    private Token ReadCharacter() => ReadDelimited('\'', TokenKind.CharConstant, "unterminated character constant");

    // A backslash takes the next character with it, but a line never goes on.
    private Token ReadDelimited(char end, TokenKind kind, string unterminated)
    {
        while (!Rest.IsEmpty)
        {
            var rune = Read();
            if (rune == '\\' && !Rest.IsEmpty)
            {
                rune = Read();
                if (rune != '\n')
                {
                    continue;
                }
            }

            if (rune == '\n')
            {
                break;
            }

            if (rune == end)
            {
                return Emit(kind);
            }
        }

        return Fail(unterminated);
    }

    private Token ReadRaw()
    {
        var end = Rest.IndexOf((byte)'`');
        if (end < 0)
        {
            return Fail("unterminated raw quoted string");
        }

        Advance(end + 1);
        return Emit(TokenKind.RawString);
    }

    private Token ReadName(TokenKind kind)
    {
        if (AtTerminator())
        {
            return Emit(kind == TokenKind.Variable ? kind : TokenKind.Dot);
        }

        SkipName();
        return AtTerminator() ? Emit(kind) : Fail("bad character " + GoQuote.CodePoint(PeekRune()));
    }

    private Token ReadIdentifier()
    {
        SkipName();
        if (!AtTerminator())
        {
            return Fail("bad character " + GoQuote.CodePoint(PeekRune()));
        }

        var word = Encoding.UTF8.GetString(text.Span[_start.._position]);
        return Emit(Keywords.GetValueOrDefault(word, TokenKind.Identifier));
    }

    private Token ReadNumber()
    {
        _position = _start;
        var first = NumberScanner.Scan(Rest, out var length);
        Advance(length);
        if (!first)
        {
            return FailNumber();
        }

        if (Rest.IsEmpty || Rest[0] is not ((byte)'+' or (byte)'-'))
        {
            return Emit(TokenKind.Number);
        }

        // A sign right after a number continues it: 1+2i.
        var second = NumberScanner.Scan(Rest, out length);
        Advance(length);
        return second && text.Span[_position - 1] == 'i' ? Emit(TokenKind.Complex) : FailNumber();
    }

    private Token FailNumber()
    {
        if (!Rest.IsEmpty && IsAlphaNumeric(PeekRune()))
        {
            Read();
        }

        return Fail("bad number syntax: " + GoQuote.Quote(Values.GoText.FromUtf8(text.Span[_start.._position])));
    }

    private void SkipName()
    {
        while (!Rest.IsEmpty && IsAlphaNumeric(PeekRune()))
        {
            Read();
        }
    }
}
