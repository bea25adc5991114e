using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>
/// Go's encoding/json for input of any kind: objects become map[string]interface {}, arrays []interface {}, numbers float64.
/// The whole text is checked before anything is read, so a mistake leaves no value; only a number that is too large does.
/// </summary>
internal sealed class GoJsonReader
{
    private const int MaxNesting = 10_000;

    private readonly byte[] _text;
    private int _position;
    private string? _problem;

    private GoJsonReader(string text) => _text = GoText.ToUtf8(text);

    /// <summary>The value; with Go's message when the text is not JSON, and then usually nil.</summary>
    public static GoValue Read(string text, out string? problem)
    {
        var reader = new GoJsonReader(text);
        try
        {
            var value = reader.Value(0);
            reader.SkipSpace();
            if (reader._position < reader._text.Length)
            {
                throw reader.Wrong("after top-level value");
            }

            problem = reader._problem;
            return value;
        }
        catch (FormatException error)
        {
            problem = error.Message;
            return default;
        }
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _position++;
        }
    }

    /// <summary>The error about the byte at the current position, or about the end of the text. Go takes that for a space, which is wrong inside of a word.</summary>
    private FormatException Wrong(string where, bool isInWord = false)
    {
        if (_position >= _text.Length && !isInWord)
        {
            return new FormatException("unexpected end of JSON input");
        }

        var shown = (_position < _text.Length ? (char)_text[_position] : ' ') switch
        {
            '\'' => "\\'",
            '"' => "\"",
            var c => GoQuote.Quote(c.ToString())[1..^1],
        };
        return new FormatException($"invalid character '{shown}' {where}");
    }

    private bool Take(char c)
    {
        if (_position >= _text.Length || _text[_position] != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private GoValue Value(int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        SkipSpace();
        var c = _position < _text.Length ? (char)_text[_position] : '\0';
        switch (c)
        {
            case '{' or '[' when depth >= MaxNesting:
                throw Wrong("exceeded max depth");
            case '{':
                return Object(depth + 1);
            case '[':
                return Array(depth + 1);
            case '"':
                return GoValue.String(String());
            case '-' or (>= '0' and <= '9'):
                return Number();
            case 't':
                return Literal("true", GoValue.Bool(true));
            case 'f':
                return Literal("false", GoValue.Bool(false));
            case 'n':
                return Literal("null", default);
            default:
                throw Wrong("looking for beginning of value");
        }
    }

    private GoValue Literal(string word, GoValue value)
    {
        _position++;
        foreach (var letter in word.AsSpan(1))
        {
            if (!Take(letter))
            {
                throw Wrong($"in literal {word} (expecting '{letter}')", isInWord: true);
            }
        }

        return value;
    }

    private GoValue Object(int depth)
    {
        var map = new GoDictionary(GoType.Dictionary);
        _position++;
        SkipSpace();
        if (Take('}'))
        {
            return GoValue.Map(GoType.Dictionary, map);
        }

        while (true)
        {
            SkipSpace();
            if (_position >= _text.Length || _text[_position] != '"')
            {
                throw Wrong("looking for beginning of object key string");
            }

            var key = String();
            SkipSpace();
            if (!Take(':'))
            {
                throw Wrong("after object key");
            }

            map.Set(GoValue.String(key), Value(depth));
            SkipSpace();
            if (Take('}'))
            {
                return GoValue.Map(GoType.Dictionary, map);
            }

            if (!Take(','))
            {
                throw Wrong("after object key:value pair");
            }
        }
    }

    private GoValue Array(int depth)
    {
        var items = new List<GoValue>();
        _position++;
        SkipSpace();
        if (Take(']'))
        {
            return GoValue.List(items);
        }

        while (true)
        {
            items.Add(Value(depth));
            SkipSpace();
            if (Take(']'))
            {
                return GoValue.List(items);
            }

            if (!Take(','))
            {
                throw Wrong("after array element");
            }
        }
    }

    private GoValue Number()
    {
        var start = _position;
        Take('-');
        if (!Take('0'))
        {
            Digits("in numeric literal");
        }

        if (Take('.'))
        {
            Digits("after decimal point in numeric literal");
        }

        if (Take('e') || Take('E'))
        {
            _ = Take('+') || Take('-');
            Digits("in exponent of numeric literal");
        }

        var text = Encoding.ASCII.GetString(_text, start, _position - start);
        if (GoNumberText.TryFloat(text, out var number))
        {
            return GoValue.Float(number);
        }

        _problem ??= $"json: cannot unmarshal number {text} into Go value of type float64";
        return default;
    }

    private void Digits(string where)
    {
        var start = _position;
        while (_position < _text.Length && char.IsAsciiDigit((char)_text[_position]))
        {
            _position++;
        }

        if (_position == start)
        {
            throw Wrong(where, isInWord: true);
        }
    }

    private string String()
    {
        var start = ++_position;
        var output = new StringBuilder();
        while (!Take('"'))
        {
            if (_position >= _text.Length || _text[_position] < ' ')
            {
                throw Wrong("in string literal");
            }

            if (Take('\\'))
            {
                Append(output, start, _position - 1);
                Escape(output);
                start = _position;
            }
            else
            {
                _position++;
            }
        }

        Append(output, start, _position - 1);
        return output.ToString();
    }

    /// <summary>Appends text; what is not UTF-8 becomes U+FFFD byte by byte.</summary>
    private void Append(StringBuilder output, int start, int end)
    {
        foreach (var (rune, _, _) in GoText.Runes(GoText.FromUtf8(_text.AsSpan(start, end - start))))
        {
            output.Append(rune.ToString());
        }
    }

    private void Escape(StringBuilder output)
    {
        const string Letters = "bfnrt\\/\"";
        var c = _position < _text.Length ? (char)_text[_position] : '\0';
        if (Letters.IndexOf(c, StringComparison.Ordinal) is var simple and >= 0)
        {
            _position++;
            output.Append("\b\f\n\r\t\\/\""[simple]);
            return;
        }

        if (!Take('u'))
        {
            throw Wrong("in string escape code", isInWord: true);
        }

        var unit = (char)Hexadecimal();
        if (char.IsHighSurrogate(unit) && _position + 1 < _text.Length && _text[_position] == '\\' && _text[_position + 1] == 'u')
        {
            var second = _position;
            _position += 2;
            var low = (char)Hexadecimal();
            if (char.IsLowSurrogate(low))
            {
                output.Append(unit).Append(low);
                return;
            }

            // Not a pair: the first half is lost, the second is read for itself.
            _position = second;
        }

        output.Append(char.IsSurrogate(unit) ? '\uFFFD' : unit);
    }

    private int Hexadecimal()
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var c = _position < _text.Length ? (char)_text[_position] : '\0';
            if (!char.IsAsciiHexDigit(c))
            {
                throw Wrong("in \\u hexadecimal character escape", isInWord: true);
            }

            value = (value * 16) + int.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _position++;
        }

        return value;
    }
}
