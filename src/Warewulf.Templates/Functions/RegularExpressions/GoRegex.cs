using System.Collections.Concurrent;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>
/// A regular expression of Go: RE2's syntax and meaning, and time that grows no faster than the text. .NET's own engines work on halves
/// of characters beyond U+FFFF, fold case and repeat empty matches in other ways, and have no word for bytes that are not UTF-8.
/// </summary>
internal sealed class GoRegex
{
    private const int MaxCached = 256;
    private const int MaxCachedSize = 10_000;
    private const int MaxState = 16 << 20;
    private static readonly ConcurrentDictionary<string, (GoRegex? Regex, string Error)> Cache = new(StringComparer.Ordinal);

    private readonly RegexInstruction[] _program;
    private readonly int _start;
    private readonly string _prefix;
    private RegexMachine? _matcher;
    private RegexMachine? _finder;

    private GoRegex(string pattern)
    {
        Pattern = pattern;
        (var tree, GroupNames) = RegexParser.Parse(pattern);
        (_program, _start) = RegexCompiler.Compile(tree, pattern);
        if ((long)_program.Length * SlotCount > MaxState)
        {
            throw new RegexSyntaxException("expression too large", pattern);
        }

        _prefix = Prefix();
    }

    public string Pattern { get; }

    /// <summary>The names of the groups by number; the whole match is the first. Empty for a group without a name.</summary>
    public IReadOnlyList<string> GroupNames { get; }

    private int SlotCount => GroupNames.Count * 2;

    /// <summary>Compiles a pattern; false with Go's message when it is not one.</summary>
    public static bool TryCompile(string pattern, out GoRegex? regex, out string error)
    {
        if (!Cache.TryGetValue(pattern, out var entry))
        {
            entry = Compile(pattern);
            if (Cache.Count < MaxCached && pattern.Length <= MaxCachedSize && (entry.Regex?._program.Length ?? 0) <= MaxCachedSize)
            {
                Cache[pattern] = entry;
            }
        }

        (regex, error) = entry;
        return regex is not null;
    }

    /// <summary>Compiles a pattern or throws with the message of Go's MustCompile.</summary>
    public static GoRegex MustCompile(string pattern) => TryCompile(pattern, out var regex, out var error)
        ? regex!
        : throw new GoFunctionException($"regexp: Compile({(GoQuote.CanBackquote(pattern) ? $"`{pattern}`" : GoQuote.Quote(pattern))}): {error}");

    public bool IsMatch(string text)
    {
        var machine = Interlocked.Exchange(ref _matcher, null) ?? new RegexMachine(_program, 0);
        machine.Begin();
        var matched = machine.Run(text, _start, 0, _prefix, []);
        _matcher = machine;
        return matched;
    }

    /// <summary>The places of the first match, two for each group; null when there is none.</summary>
    public int[]? Find(string text)
    {
        var machine = Rent();
        var match = Find(machine, text, 0);
        _finder = machine;
        return match;
    }

    /// <summary>All matches that do not overlap, at most <paramref name="limit"/>; fewer than 0 means all.</summary>
    public IEnumerable<(int Start, int End)> FindAll(string text, long limit)
    {
        var machine = Rent();
        var previousEnd = -1;
        var count = 0L;
        for (var position = 0; position <= text.Length && (limit < 0 || count < limit);)
        {
            if (Find(machine, text, position) is not [var start, var end, ..])
            {
                break;
            }

            var accepted = true;
            if (end == position)
            {
                // An empty match counts unless it touches the match before.
                accepted = start != previousEnd;
                position += Math.Max(1, RegexMachine.Decode(text, position).Width);
            }
            else
            {
                position = end;
            }

            previousEnd = end;
            if (accepted)
            {
                count++;
                yield return (start, end);
            }
        }

        _finder = machine;
    }

    /// <summary>Replaces all matches by what <paramref name="append"/> writes for each.</summary>
    public string Replace(string text, Action<StringBuilder, int[]> append)
    {
        var machine = Rent();
        var output = new StringBuilder();
        var copied = 0;
        for (var position = 0; position <= text.Length && Find(machine, text, position) is { } match;)
        {
            output.Append(text, copied, match[0] - copied);
            if (match[1] > copied || match[0] == 0)
            {
                append(output, match);
            }

            copied = match[1];
            position = Math.Max(match[1], position + Math.Max(1, RegexMachine.Decode(text, position).Width));
        }

        _finder = machine;
        return output.Append(text, copied, text.Length - copied).ToString();
    }

    private static (GoRegex? Regex, string Error) Compile(string pattern)
    {
        try
        {
            return (new GoRegex(pattern), "");
        }
        catch (RegexSyntaxException problem)
        {
            return (null, problem.Message);
        }
    }

    /// <summary>One machine is kept for the next search; a second thread makes its own, and one that failed is not kept.</summary>
    private RegexMachine Rent()
    {
        var machine = Interlocked.Exchange(ref _finder, null) ?? new RegexMachine(_program, SlotCount);
        machine.Begin();
        return machine;
    }

    private int[]? Find(RegexMachine machine, string text, int from)
    {
        var places = new int[SlotCount];
        return machine.Run(text, _start, from, _prefix, places) ? places : null;
    }

    /// <summary>The characters with which every match begins.</summary>
    private string Prefix()
    {
        var prefix = new StringBuilder();
        for (var at = _start; _program[at].Operation is RegexOperation.Save or RegexOperation.Set; at = _program[at].Next)
        {
            var only = _program[at].Only;
            if (_program[at].Operation == RegexOperation.Set)
            {
                if (!Rune.IsValid(only) || only == Rune.ReplacementChar.Value)
                {
                    break;
                }

                prefix.Append(new Rune(only).ToString());
            }
        }

        return prefix.ToString();
    }
}
