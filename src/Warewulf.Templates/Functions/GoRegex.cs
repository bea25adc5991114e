using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Warewulf.Templates.Execution;

namespace Warewulf.Templates.Functions;

/// <summary>
/// Go's regular expressions (RE2) on .NET's linear-time engine. Translates what the two write differently and refuses what RE2
/// does not have, so a pattern either means the same as in Go or is an error.
/// </summary>
internal sealed class GoRegex
{
    private const int MaxCached = 256;
    private const int MaxRepeat = 1_000;
    private static readonly ConcurrentDictionary<string, (Regex? Regex, string Error)> Cache = new(StringComparer.Ordinal);

    private readonly string _pattern;
    private readonly bool _foldsCase;
    private readonly StringBuilder _output = new();
    private int _position;

    private GoRegex(string pattern)
    {
        _pattern = pattern;
        _foldsCase = pattern.Contains("(?i", StringComparison.Ordinal);
    }

    /// <summary>Compiles a pattern; false with Go's message when it is not one.</summary>
    public static bool TryCompile(string pattern, out Regex? regex, out string error)
    {
        TemplateExecution.Current?.CheckPattern(pattern.Length);
        if (!Cache.TryGetValue(pattern, out var entry))
        {
            entry = Compile(pattern);
            if (Cache.Count < MaxCached)
            {
                Cache[pattern] = entry;
            }
        }

        (regex, error) = entry;
        return regex is not null;
    }

    private static (Regex? Regex, string Error) Compile(string pattern)
    {
        try
        {
            var translator = new GoRegex(pattern);
            translator.Translate();
            return (new Regex(translator._output.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), "");
        }
        catch (FormatException problem)
        {
            return (null, "error parsing regexp: " + problem.Message);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return (null, $"error parsing regexp: invalid pattern: `{pattern}`");
        }
    }

    private void Translate()
    {
        var depth = 0;
        var canRepeat = false;
        while (_position < _pattern.Length)
        {
            var c = _pattern[_position];
            switch (c)
            {
                case '\\':
                    canRepeat = Escape(inClass: false);
                    continue;
                case '[':
                    Class();
                    canRepeat = true;
                    continue;
                case '(':
                    depth += OpenGroup() ? 1 : 0;
                    canRepeat = false;
                    continue;
                case ')':
                    depth--;
                    if (depth < 0)
                    {
                        throw new FormatException($"unexpected ): `{_pattern}`");
                    }

                    canRepeat = true;
                    break;
                case '$':
                    _output.Append("\\z");
                    _position++;
                    canRepeat = true;
                    continue;
                case '*' or '+' or '?':
                    Repeat(_position + 1, canRepeat);
                    canRepeat = false;
                    continue;
                case '{' when RepeatEnd() is var end and > 0:
                    Repeat(end, canRepeat);
                    canRepeat = false;
                    continue;
                case '{':
                    _output.Append('\\');
                    canRepeat = true;
                    break;
                case 's' or 'S' or '\u017F' when _foldsCase:
                    // RE2 folds the long s, .NET does not.
                    _output.Append("[sS\u017F]");
                    _position++;
                    canRepeat = true;
                    continue;
                default:
                    canRepeat = c != '|';
                    break;
            }

            _output.Append(c);
            _position++;
        }

        if (depth > 0)
        {
            throw new FormatException($"missing closing ): `{_pattern}`");
        }
    }

    private void Repeat(int end, bool canRepeat)
    {
        var operation = _pattern[_position..end];
        if (!canRepeat)
        {
            throw new FormatException(_output.Length == 0 || _output[^1] is '(' or '|'
                ? $"missing argument to repetition operator: `{operation}`"
                : $"invalid nested repetition operator: `{_pattern[Math.Max(0, _position - 1)..end]}`");
        }

        if (operation[0] == '{' && operation[1..^1].Split(',').Any(n => n.Length > 4 || (n.Length > 0 && int.Parse(n, null) > MaxRepeat)))
        {
            throw new FormatException($"invalid repeat count: `{operation}`");
        }

        _output.Append(operation);
        _position = end;
        if (_position < _pattern.Length && _pattern[_position] == '?')
        {
            _output.Append('?');
            _position++;
        }
    }

    /// <summary>The end of {n}, {n,} or {n,m}; 0 when the brace is only a brace.</summary>
    private int RepeatEnd()
    {
        var close = _pattern.IndexOf('}', _position);
        if (close < 0)
        {
            return 0;
        }

        var parts = _pattern[(_position + 1)..close].Split(',');
        var isRepeat = parts.Length <= 2 && parts[0].Length > 0 && parts.All(p => p.All(char.IsAsciiDigit));
        return isRepeat ? close + 1 : 0;
    }

    /// <summary>Translates the start of a group; false for flags alone, which open none.</summary>
    private bool OpenGroup()
    {
        var rest = _pattern.AsSpan(_position);
        if (!rest.StartsWith("(?"))
        {
            _output.Append('(');
            _position++;
            return true;
        }

        var name = rest.StartsWith("(?P<") ? 4 : rest.StartsWith("(?<") ? 3 : 0;
        if (name > 0)
        {
            var end = rest.IndexOf('>');
            if (end <= name || rest[name..end].ToString().Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
            {
                throw new FormatException($"invalid named capture: `{rest}`");
            }

            _output.Append("(?<").Append(rest[name..end]).Append('>');
            _position += end + 1;
            return true;
        }

        var close = rest.IndexOfAny(':', ')');
        if (close < 0 || rest[2..close].ContainsAnyExcept("imsU-") || rest[2..close].Contains('U'))
        {
            throw new FormatException($"invalid or unsupported Perl syntax: `{rest[..Math.Min(3, rest.Length)]}`");
        }

        _output.Append(rest[..close]).Append(rest[close]);
        _position += close + 1;
        return rest[close] == ':';
    }

    /// <summary>Translates an escape; true when a repetition may follow.</summary>
    private bool Escape(bool inClass)
    {
        if (_position + 1 >= _pattern.Length)
        {
            throw new FormatException("trailing backslash at end of expression: ``");
        }

        var c = _pattern[_position + 1];
        _position += 2;
        switch (c)
        {
            case 'd' or 'w' or 's' or 'D' or 'W' or 'S':
                _output.Append(PerlClass(c, inClass));
                return true;
            case 'A' or 'z' or 'b' or 'B' when !inClass:
                // Word boundaries are ASCII in RE2; .NET's differ for other letters.
                _output.Append('\\').Append(c);
                return true;
            case 'Q' when !inClass:
                var end = _pattern.IndexOf("\\E", _position, StringComparison.Ordinal);
                var literal = end < 0 ? _pattern[_position..] : _pattern[_position..end];
                _output.Append(Regex.Escape(literal));
                _position = end < 0 ? _pattern.Length : end + 2;
                return literal.Length > 0;
            case 'x':
                Hexadecimal();
                return true;
            case 'p' or 'P':
                Property(c);
                return true;
            case 'a' or 'f' or 't' or 'n' or 'r' or 'v':
                _output.Append('\\').Append(c);
                return true;
            case '0':
                _output.Append("\\x00");
                return true;
        }

        if (char.IsAsciiLetterOrDigit(c))
        {
            throw new FormatException($"invalid escape sequence: `\\{c}`");
        }

        _output.Append('\\').Append(c);
        return true;
    }

    private static string PerlClass(char c, bool inClass)
    {
        var (inner, outer) = char.ToLowerInvariant(c) switch
        {
            'd' => ("0-9", "\\x00-/:-\\uFFFF"),
            'w' => ("0-9A-Za-z_", "\\x00-/:-@\\[-\\^`{-\\uFFFF"),
            _ => ("\\t\\n\\f\\r ", "\\x00-\\x08\\x0B\\x0E-\\x1F!-\\uFFFF"),
        };
        var range = char.IsAsciiLetterUpper(c) ? outer : inner;
        return inClass ? range : $"[{range}]";
    }

    private void Hexadecimal()
    {
        var braced = _position < _pattern.Length && _pattern[_position] == '{';
        var end = braced ? _pattern.IndexOf('}', _position) : _position + 2;
        var digits = end < 0 || end > _pattern.Length ? "" : _pattern[(_position + (braced ? 1 : 0))..end];
        if (!int.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) || !Rune.IsValid(code))
        {
            throw new FormatException($"invalid escape sequence: `\\x{digits}`");
        }

        _output.Append(Regex.Escape(new Rune(code).ToString()));
        _position = end + (braced ? 1 : 0);
    }

    private void Property(char kind)
    {
        if (_position < _pattern.Length && _pattern[_position] == '{')
        {
            var end = _pattern.IndexOf('}', _position);
            end = end < 0 ? throw new FormatException($"invalid character class range: `{_pattern[(_position - 2)..]}`") : end;
            _output.Append('\\').Append(kind).Append(_pattern, _position, end + 1 - _position);
            _position = end + 1;
            return;
        }

        if (_position >= _pattern.Length)
        {
            throw new FormatException($"invalid character class range: `\\{kind}`");
        }

        _output.Append('\\').Append(kind).Append('{').Append(_pattern[_position++]).Append('}');
    }

    private void Class()
    {
        var start = _position;
        _output.Append('[');
        _position++;
        if (_position < _pattern.Length && _pattern[_position] == '^')
        {
            _output.Append('^');
            _position++;
        }

        var first = true;
        while (_position < _pattern.Length && (first || _pattern[_position] != ']'))
        {
            first = false;
            ClassItem(start);
        }

        if (_position >= _pattern.Length)
        {
            throw new FormatException($"missing closing ]: `{_pattern[start..]}`");
        }

        _output.Append(']');
        _position++;
    }

    private void ClassItem(int start)
    {
        var rest = _pattern.AsSpan(_position);
        if (rest.StartsWith("[:") && rest.IndexOf(":]") is var end and > 0)
        {
            _output.Append(Posix(rest[2..end].ToString()));
            _position += end + 2;
            return;
        }

        var isSet = rest.Length > 1 && rest[0] == '\\' && rest[1] is 'd' or 'w' or 's' or 'D' or 'W' or 'S' or 'p' or 'P' && rest[0] == '\\';
        if (rest[0] == '\\')
        {
            Escape(inClass: true);
        }
        else
        {
            _output.Append(rest[0] is '[' or ']' or '-' or '^' ? "\\" : "").Append(rest[0]);
            _position++;
        }

        if (isSet || _position + 1 >= _pattern.Length || _pattern[_position] != '-' || _pattern[_position + 1] == ']')
        {
            return;
        }

        rest = _pattern.AsSpan(_position + 1);
        if (rest.Length > 1 && rest[0] == '\\' && rest[1] is 'd' or 'w' or 's' or 'D' or 'W' or 'S' or 'p' or 'P')
        {
            throw new FormatException($"invalid character class range: `{_pattern[(start + 1)..Math.Min(_pattern.Length, _position + 3)]}`");
        }

        _output.Append('-');
        _position++;
        if (rest[0] == '\\')
        {
            Escape(inClass: true);
            return;
        }

        _output.Append(rest[0] is '[' or ']' or '^' ? "\\" : "").Append(rest[0]);
        _position++;
    }

    private static string Posix(string name)
    {
        var negated = name.StartsWith('^');
        var range = name.TrimStart('^') switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "ascii" => "\\x00-\\x7F",
            "blank" => "\\t ",
            "cntrl" => "\\x00-\\x1F\\x7F",
            "digit" => "0-9",
            "graph" => "!-~",
            "lower" => "a-z",
            "print" => " -~",
            "punct" => "!-/:-@\\[-`{-~",
            "space" => "\\t\\n\\v\\f\\r ",
            "upper" => "A-Z",
            "word" => "0-9A-Za-z_",
            "xdigit" => "0-9A-Fa-f",
            _ => null,
        };
        return range is null || negated ? throw new FormatException($"invalid character class range: `[:{name}:]`") : range;
    }
}
