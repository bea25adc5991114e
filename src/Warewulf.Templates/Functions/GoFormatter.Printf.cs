using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <content>printf: directives with flags, width, precision and argument indexes.</content>
internal sealed partial class GoFormatter
{
    private const int MaxWidth = 1_000_000;

    /// <summary>fmt.Sprintf.</summary>
    public static string Format(string format, ReadOnlySpan<GoValue> arguments)
    {
        var formatter = new GoFormatter();
        formatter.Run(format, arguments);
        return formatter._output.ToString();
    }

    private void Run(string format, ReadOnlySpan<GoValue> arguments)
    {
        var state = new Position(format);
        while (state.At < format.Length)
        {
            var percent = format.IndexOf('%', state.At);
            var end = percent < 0 ? format.Length : percent;
            _output.Append(format, state.At, end - state.At);
            if (percent < 0)
            {
                break;
            }

            state.At = percent + 1;
            state.IndexIsGood = true;
            state.AfterIndex = false;
            ReadFlags(ref state);
            ReadWidth(ref state, arguments);
            ReadPrecision(ref state, arguments);
            if (!state.AfterIndex)
            {
                ReadIndex(ref state, arguments.Length);
            }

            if (state.At >= format.Length)
            {
                _output.Append("%!(NOVERB)");
                break;
            }

            Apply(ref state, arguments);
        }

        _flags = default;
        if (!state.Reordered && state.Argument < arguments.Length)
        {
            PrintExtra(arguments[state.Argument..]);
        }
    }

    private void Apply(ref Position state, ReadOnlySpan<GoValue> arguments)
    {
        if (!Rune.TryGetRuneAt(state.Format, state.At, out var rune))
        {
            rune = Rune.ReplacementChar;
            state.At++;
        }
        else
        {
            state.At += rune.Utf16SequenceLength;
        }

        if (rune.Value == '%')
        {
            _output.Append('%');
        }
        else if (!state.IndexIsGood)
        {
            _output.Append("%!").Append(rune.ToString()).Append("(BADINDEX)");
        }
        else if (state.Argument >= arguments.Length)
        {
            _output.Append("%!").Append(rune.ToString()).Append("(MISSING)");
        }
        else
        {
            if (rune.Value == 'v')
            {
                (_flags.SharpV, _flags.Sharp) = (_flags.Sharp, false);
                (_flags.PlusV, _flags.Plus) = (_flags.Plus, false);
            }

            PrintArgument(arguments[state.Argument++], rune.Value);
        }
    }

    private void ReadFlags(ref Position state)
    {
        _flags = default;
        for (; state.At < state.Format.Length; state.At++)
        {
            switch (state.Format[state.At])
            {
                case '#':
                    _flags.Sharp = true;
                    break;
                case '0':
                    _flags.Zero = true;
                    break;
                case '+':
                    _flags.Plus = true;
                    break;
                case '-':
                    _flags.Minus = true;
                    break;
                case ' ':
                    _flags.Space = true;
                    break;
                default:
                    return;
            }
        }
    }

    private void ReadWidth(ref Position state, ReadOnlySpan<GoValue> arguments)
    {
        ReadIndex(ref state, arguments.Length);
        if (state.Is('*'))
        {
            state.At++;
            _flags.Width = TakeInteger(ref state, arguments);
            if (_flags.Width is null)
            {
                _output.Append("%!(BADWIDTH)");
            }
            else if (_flags.Width < 0)
            {
                (_flags.Width, _flags.Minus, _flags.Zero) = (-_flags.Width, true, false);
            }

            state.AfterIndex = false;
            return;
        }

        _flags.Width = ReadNumber(ref state);
        if (state.AfterIndex && _flags.Width is not null)
        {
            state.IndexIsGood = false;
        }
    }

    private void ReadPrecision(ref Position state, ReadOnlySpan<GoValue> arguments)
    {
        // At the very end a dot is the verb.
        if (!state.Is('.') || state.At + 1 == state.Format.Length)
        {
            return;
        }

        state.At++;
        if (state.AfterIndex)
        {
            state.IndexIsGood = false;
        }

        ReadIndex(ref state, arguments.Length);
        if (state.Is('*'))
        {
            state.At++;
            var precision = TakeInteger(ref state, arguments);
            _flags.Precision = precision < 0 ? null : precision;
            if (_flags.Precision is null)
            {
                _output.Append("%!(BADPREC)");
            }

            state.AfterIndex = false;
            return;
        }

        _flags.Precision = ReadNumber(ref state) ?? 0;
    }

    private static int? ReadNumber(ref Position state)
    {
        var start = state.At;
        var number = 0;
        while (state.At < state.Format.Length && char.IsAsciiDigit(state.Format[state.At]))
        {
            if (number > MaxWidth)
            {
                // A number beyond all reason takes the rest of the format with it.
                state.At = state.Format.Length;
                return null;
            }

            number = (number * 10) + (state.Format[state.At] - '0');
            state.At++;
        }

        return state.At > start ? number : null;
    }

    private static int? TakeInteger(ref Position state, ReadOnlySpan<GoValue> arguments)
    {
        if (state.Argument >= arguments.Length)
        {
            return null;
        }

        var value = arguments[state.Argument++];
        var usable = (value.Type is { IsSigned: true } && value.AsInt is >= -MaxWidth and <= MaxWidth)
            || (value.Type is { IsUnsigned: true } && value.AsUint <= MaxWidth);
        return usable ? (int)value.AsInt : null;
    }

    private static void ReadIndex(ref Position state, int count)
    {
        state.AfterIndex = false;
        if (!state.Is('['))
        {
            return;
        }

        state.Reordered = true;
        var close = state.Format.IndexOf(']', state.At);
        if (close < 0 || state.At + 3 > state.Format.Length)
        {
            state.IndexIsGood = false;
            state.At++;
            return;
        }

        var digits = state.Format.AsSpan(state.At + 1, close - state.At - 1);
        var good = int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var index)
            && !digits.Contains('\0') && index >= 1 && index <= count;
        state.At = close + 1;
        if (good)
        {
            state.Argument = index - 1;
            state.AfterIndex = true;
        }
        else
        {
            state.IndexIsGood = false;
        }
    }

    private void PrintExtra(ReadOnlySpan<GoValue> arguments)
    {
        _output.Append("%!(EXTRA ");
        for (var i = 0; i < arguments.Length; i++)
        {
            _output.Append(i > 0 ? ", " : "");
            var value = arguments[i].Unwrap();
            if (!value.IsValid)
            {
                _output.Append("<nil>");
                continue;
            }

            _output.Append(value.Type!.Name).Append('=');
            PrintArgument(value, 'v');
        }

        _output.Append(')');
    }

    private struct Position(string format)
    {
        public readonly string Format = format;
        public int At;
        public int Argument;
        public bool Reordered;
        public bool IndexIsGood = true;
        public bool AfterIndex;

        public readonly bool Is(char c) => At < Format.Length && Format[At] == c;
    }
}
