using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>
/// Runs a compiled expression over a text: all ways to match advance together, one character at a time, the preferred first. The time
/// grows with the length of the text times that of the expression, never faster.
/// </summary>
internal sealed class RegexMachine
{
    /// <summary>Seconds of work for one use of the expression, all its matches together; a template that needs more is stopped.</summary>
    private const long MaxWork = 200_000_000;

    private readonly RegexInstruction[] _program;
    private readonly int _slots;
    private readonly int[] _captures;
    private readonly Stack<(int Slot, int Value)> _pending = new();
    private ThreadList _current;
    private ThreadList _following;
    private long _work;

    public RegexMachine(RegexInstruction[] program, int slots)
    {
        _program = program;
        _slots = slots;
        _captures = new int[slots];
        _current = new ThreadList(program.Length, slots);
        _following = new ThreadList(program.Length, slots);
    }

    /// <summary>Starts to count the work anew.</summary>
    public void Begin() => _work = 0;

    /// <summary>
    /// Finds the leftmost match at or after <paramref name="from"/>, of several the one that the expression prefers. Its places go to
    /// <paramref name="found"/>, which may be empty when only the answer matters; -1 for a group that took no part.
    /// </summary>
    public bool Run(string text, int start, int from, string prefix, Span<int> found)
    {
        _current.Clear();
        var matched = false;
        for (var position = from; ;)
        {
            if (_current.Count == 0)
            {
                if (matched)
                {
                    break;
                }

                position = prefix.Length > 0 ? text.IndexOf(prefix, position, StringComparison.Ordinal) : position;
                if (position < 0)
                {
                    break;
                }
            }

            if (!matched)
            {
                _captures.AsSpan().Fill(-1);
                Follow(_current, start, text, position);
            }

            var (rune, width) = Decode(text, position);
            matched |= Step(text, position, rune, width, found, out var done);
            if (done || width == 0)
            {
                break;
            }

            position += width;
        }

        return matched;
    }

    /// <summary>The character at a place, and how much of the string it takes; a byte that is not UTF-8 reads as U+FFFD.</summary>
    public static (int Rune, int Width) Decode(string text, int position)
    {
        if (position >= text.Length)
        {
            return (-1, 0);
        }

        var c = text[position];
        if (!char.IsSurrogate(c))
        {
            return (c, 1);
        }

        return Rune.TryGetRuneAt(text, position, out var rune) ? (rune.Value, 2) : (Rune.ReplacementChar.Value, 1);
    }

    private bool Step(string text, int position, int rune, int width, Span<int> found, out bool done)
    {
        done = false;
        _following.Clear();
        for (var i = 0; i < _current.Count; i++)
        {
            var instruction = _program[_current[i]];
            if (instruction.Operation == RegexOperation.Match)
            {
                if (found.Length > 0)
                {
                    _current.Captures(i).CopyTo(found);
                    found[1] = position;
                }

                // Whatever comes after is less preferred.
                done = found.Length == 0;
                (_current, _following) = (_following, _current);
                return true;
            }

            if (instruction.Operation == RegexOperation.Set && width > 0 && instruction.Takes(rune))
            {
                _current.Captures(i).CopyTo(_captures);
                Follow(_following, instruction.Next, text, position + width);
            }
        }

        (_current, _following) = (_following, _current);
        return false;
    }

    /// <summary>Adds an instruction, and all that can be reached from it without taking a character.</summary>
    private void Follow(ThreadList threads, int instruction, string text, int position)
    {
        if (_slots > 0 && _captures[0] < 0)
        {
            _captures[0] = position;
        }

        while (true)
        {
            while (instruction >= 0 && threads.TryAdd(instruction, out var thread))
            {
                if (++_work > MaxWork)
                {
                    throw new GoFunctionException("regular expression takes too long");
                }

                instruction = Pass(_program[instruction], threads, thread, text, position);
            }

            do
            {
                if (!_pending.TryPop(out var next))
                {
                    return;
                }

                instruction = next.Slot < 0 ? next.Value : -1;
                if (next.Slot >= 0)
                {
                    _captures[next.Slot] = next.Value;
                }
            }
            while (instruction < 0);
        }
    }

    /// <summary>Where to go on from an instruction that takes no character; -1 when the way ends or waits here.</summary>
    private int Pass(RegexInstruction instruction, ThreadList threads, int thread, string text, int position)
    {
        switch (instruction.Operation)
        {
            case RegexOperation.Fork:
                _pending.Push((-1, instruction.Argument));
                return instruction.Next;
            case RegexOperation.Save:
                if (instruction.Argument < _slots)
                {
                    _pending.Push((instruction.Argument, _captures[instruction.Argument]));
                    _captures[instruction.Argument] = position;
                }

                return instruction.Next;
            case RegexOperation.Assert:
                return Holds((RegexAssertion)instruction.Argument, text, position) ? instruction.Next : -1;
            default:
                _captures.CopyTo(threads.Captures(thread));
                return -1;
        }
    }

    private static bool Holds(RegexAssertion assertion, string text, int position) => assertion switch
    {
        RegexAssertion.TextStart => position == 0,
        RegexAssertion.TextEnd => position == text.Length,
        RegexAssertion.LineStart => position == 0 || text[position - 1] == '\n',
        RegexAssertion.LineEnd => position == text.Length || text[position] == '\n',
        _ => (IsWord(text, position - 1) != IsWord(text, position)) == (assertion == RegexAssertion.WordBoundary),
    };

    private static bool IsWord(string text, int position) =>
        position >= 0 && position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_');

    /// <summary>The ways that are open at one place, in order of preference, each instruction at most once.</summary>
    private sealed class ThreadList(int size, int slots)
    {
        private readonly int[] _instructions = new int[size];
        private readonly int[] _places = new int[size];
        private readonly int[] _captures = new int[size * slots];

        public int Count { get; private set; }

        public int this[int thread] => _instructions[thread];

        public void Clear() => Count = 0;

        public Span<int> Captures(int thread) => _captures.AsSpan(thread * slots, slots);

        public bool TryAdd(int instruction, out int thread)
        {
            thread = _places[instruction];
            if (thread < Count && _instructions[thread] == instruction)
            {
                return false;
            }

            thread = Count++;
            _places[instruction] = thread;
            _instructions[thread] = instruction;
            return true;
        }
    }
}
