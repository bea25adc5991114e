using System.Text;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Lexing;

/// <summary>A token: its bytes in the text, or the message of an error.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Position">The byte offset in the text.</param>
/// <param name="Line">The line it starts on, from 1.</param>
/// <param name="Bytes">The bytes of the token.</param>
/// <param name="Message">What is wrong, for <see cref="TokenKind.Error"/>.</param>
internal readonly record struct Token(TokenKind Kind, int Position, int Line, ReadOnlyMemory<byte> Bytes, string? Message = null)
{
    public string Value => Message ?? GoText.FromUtf8(Bytes.Span);

    public bool Is(char c) => Bytes.Length == 1 && Bytes.Span[0] == c;

    /// <summary>How errors name the token.</summary>
    public override string ToString()
    {
        if (Kind == TokenKind.EndOfFile)
        {
            return "EOF";
        }

        var value = Value;
        if (Kind == TokenKind.Error)
        {
            return value;
        }

        if (Kind > TokenKind.Keyword)
        {
            return $"<{value}>";
        }

        if (Bytes.Length <= 10)
        {
            return GoQuote.Quote(value);
        }

        var start = new StringBuilder();
        foreach (var (_, _, text) in GoText.Runes(value).Take(10))
        {
            start.Append(text);
        }

        return GoQuote.Quote(start.ToString()) + "...";
    }
}
