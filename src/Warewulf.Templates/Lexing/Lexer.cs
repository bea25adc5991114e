using System.Text;
using Warewulf.Templates.Functions;

namespace Warewulf.Templates.Lexing;

/// <summary>Cuts a template into tokens on demand. Never fails: what is wrong comes as one error token, then the end.</summary>
internal sealed partial class Lexer(ReadOnlyMemory<byte> text, string left, string right)
{
    private static readonly Dictionary<string, TokenKind> Keywords = new(StringComparer.Ordinal)
    {
        ["block"] = TokenKind.Block,
        ["break"] = TokenKind.Break,
        ["continue"] = TokenKind.Continue,
        ["define"] = TokenKind.Define,
        ["else"] = TokenKind.Else,
        ["end"] = TokenKind.End,
        ["if"] = TokenKind.If,
        ["nil"] = TokenKind.Nil,
        ["range"] = TokenKind.Range,
        ["template"] = TokenKind.Template,
        ["with"] = TokenKind.With,
        ["true"] = TokenKind.Bool,
        ["false"] = TokenKind.Bool,
    };

    private readonly byte[] _left = Encoding.UTF8.GetBytes(left);
    private readonly byte[] _right = Encoding.UTF8.GetBytes(right);
    private int _position;
    private int _start;
    private int _line = 1;
    private int _startLine = 1;
    private int _parens;
    private bool _inAction;
    private bool _failed;

    private ReadOnlySpan<byte> Rest => text.Span[_position..];

    public Token Next()
    {
        _start = _position;
        _startLine = _line;
        if (_failed)
        {
            return Emit(TokenKind.EndOfFile);
        }

        while (!_inAction)
        {
            if (NextInText() is { } token)
            {
                return token;
            }
        }

        return NextInAction();
    }

    private Token? NextInText()
    {
        var at = Rest.IndexOf(_left);
        if (at < 0)
        {
            if (Rest.IsEmpty)
            {
                return Emit(TokenKind.EndOfFile);
            }

            Advance(Rest.Length);
            return Emit(TokenKind.Text);
        }

        if (at > 0)
        {
            var body = at;
            if (HasTrimMarker(at + _left.Length))
            {
                body = Rest[..at].TrimEnd(" \t\r\n"u8).Length;
            }

            var token = new Token(TokenKind.Text, _position, _line, text.Slice(_position, body));
            Advance(at);
            if (body > 0)
            {
                return token;
            }

            Restart();
        }

        var marker = HasTrimMarker(_left.Length) ? 2 : 0;
        if (Rest[(_left.Length + marker)..].StartsWith("/*"u8))
        {
            Advance(_left.Length + marker);
            return SkipComment();
        }

        Advance(_left.Length);
        var delimiter = Emit(TokenKind.LeftDelimiter);
        Advance(marker);
        _inAction = true;
        _parens = 0;
        return delimiter;
    }

    private Token? SkipComment()
    {
        Restart();
        Advance(2);
        var end = Rest.IndexOf("*/"u8);
        if (end < 0)
        {
            return Fail("unclosed comment");
        }

        Advance(end + 2);
        var (closes, trims) = AtRightDelimiter(_position);
        if (!closes)
        {
            return Fail("comment ends before closing delimiter");
        }

        Advance((trims ? 2 : 0) + _right.Length);
        if (trims)
        {
            SkipWhite();
        }

        Restart();
        return null;
    }

    private Token NextInAction()
    {
        var (closes, trims) = AtRightDelimiter(_position);
        if (closes)
        {
            return _parens == 0 ? CloseAction(trims) : Fail("unclosed left paren");
        }

        if (Rest.IsEmpty)
        {
            return Fail("unclosed action");
        }

        var rune = Read();
        switch (rune)
        {
            case ' ' or '\t' or '\r' or '\n':
                return ReadSpace();
            case '=':
                return Emit(TokenKind.Assign);
            case ':':
                return !Rest.IsEmpty && Read() == '=' ? Emit(TokenKind.Declare) : Fail("expected :=");
            case '|':
                return Emit(TokenKind.Pipe);
            case '"':
                return ReadQuoted();
            case '`':
                return ReadRaw();
            case '$':
                return ReadName(TokenKind.Variable);
            case '\'':
                return ReadCharacter();
            case '.':
                // A digit after the point makes it a number.
                return !Rest.IsEmpty && !char.IsAsciiDigit((char)Rest[0]) ? ReadName(TokenKind.Field) : ReadNumber();
            case '+' or '-' or (>= '0' and <= '9'):
                return ReadNumber();
            case '(':
                _parens++;
                return Emit(TokenKind.LeftParen);
            case ')':
                return --_parens < 0 ? Fail("unexpected right paren") : Emit(TokenKind.RightParen);
        }

        if (IsAlphaNumeric(rune))
        {
            return ReadIdentifier();
        }

        return rune is > ' ' and < 0x7F ? Emit(TokenKind.Char) : Fail("unrecognized character in action: " + GoQuote.CodePoint(rune));
    }

    private Token CloseAction(bool trims)
    {
        if (trims)
        {
            Advance(2);
            Restart();
        }

        Advance(_right.Length);
        var token = Emit(TokenKind.RightDelimiter);
        if (trims)
        {
            SkipWhite();
        }

        _inAction = false;
        return token;
    }

    private bool AtTerminator()
    {
        if (Rest.IsEmpty || IsSpace(Rest[0]))
        {
            return true;
        }

        return Rest[0] is (byte)'.' or (byte)',' or (byte)'|' or (byte)':' or (byte)')' or (byte)'(' || Rest.StartsWith(_right);
    }

    private (bool Closes, bool Trims) AtRightDelimiter(int position)
    {
        var rest = text.Span[position..];
        if (rest.Length >= 2 && IsSpace(rest[0]) && rest[1] == '-' && rest[2..].StartsWith(_right))
        {
            return (true, true);
        }

        return (rest.StartsWith(_right), false);
    }

    private bool HasTrimMarker(int offset) => Rest.Length >= offset + 2 && Rest[offset] == '-' && IsSpace(Rest[offset + 1]);

    private void SkipWhite()
    {
        while (!Rest.IsEmpty && IsSpace(Rest[0]))
        {
            Advance(1);
        }
    }

    private int PeekRune() => Rune.DecodeFromUtf8(Rest, out var rune, out _) == System.Buffers.OperationStatus.Done ? rune.Value : 0xFFFD;

    private int Read()
    {
        _ = Rune.DecodeFromUtf8(Rest, out var rune, out var used);
        Advance(used);
        return rune.Value;
    }

    private void Advance(int count)
    {
        _line += Rest[..count].Count((byte)'\n');
        _position += count;
    }

    private void Restart()
    {
        _start = _position;
        _startLine = _line;
    }

    private Token Emit(TokenKind kind) => new(kind, _start, _startLine, text[_start.._position]);

    private Token Fail(string message)
    {
        _failed = true;
        var token = new Token(TokenKind.Error, _start, _startLine, default, message);
        _position = text.Length;
        return token;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    internal static bool IsAlphaNumeric(int rune) =>
        rune == '_' || (Rune.TryCreate(rune, out var r) && (Rune.IsLetter(r) || Rune.GetUnicodeCategory(r) == System.Globalization.UnicodeCategory.DecimalDigitNumber));
}
