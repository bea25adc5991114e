using Warewulf.Templates.Lexing;

namespace Warewulf.Templates.Parsing;

/// <summary>Hands out tokens with up to three of them put back.</summary>
internal sealed class TokenReader(Lexer lexer)
{
    private readonly Stack<Token> _returned = new(3);

    /// <summary>The line of the token last read from the text: errors name it.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The byte offset of that token.</summary>
    public int Position { get; private set; }

    public Token Next()
    {
        if (_returned.TryPop(out var token))
        {
            return token;
        }

        token = lexer.Next();
        Line = token.Line;
        Position = token.Position;
        return token;
    }

    public Token Peek()
    {
        var token = Next();
        _returned.Push(token);
        return token;
    }

    public void Return(Token token) => _returned.Push(token);

    public Token NextNonSpace()
    {
        Token token;
        do
        {
            token = Next();
        }
        while (token.Kind == TokenKind.Space);
        return token;
    }

    public Token PeekNonSpace()
    {
        var token = NextNonSpace();
        _returned.Push(token);
        return token;
    }
}
