namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>Turns the tree of an expression into instructions, from its end to its start: each part is told where to go on.</summary>
internal sealed class RegexCompiler
{
    /// <summary>Go allows some millions; this many already take longer than a template should.</summary>
    private const int MaxInstructions = 200_000;

    private readonly string _pattern;
    private readonly List<RegexInstruction> _instructions = [];

    private RegexCompiler(string pattern) => _pattern = pattern;

    public static (RegexInstruction[] Instructions, int Start) Compile(RegexNode tree, string pattern)
    {
        var compiler = new RegexCompiler(pattern);
        var start = compiler.Emit(tree, compiler.Add(new RegexInstruction(RegexOperation.Match, -1)));
        return ([.. compiler._instructions], start);
    }

    private int Add(RegexInstruction instruction)
    {
        if (_instructions.Count >= MaxInstructions)
        {
            throw new RegexSyntaxException("expression too large", _pattern);
        }

        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }

    /// <summary>Emits a part that goes on at <paramref name="next"/>; returns where the part begins.</summary>
    private int Emit(RegexNode node, int next)
    {
        switch (node.Kind)
        {
            case RegexNodeKind.Set:
                return Add(new RegexInstruction(node.Ranges, next));
            case RegexNodeKind.Assertion:
                return Add(new RegexInstruction(RegexOperation.Assert, next) { Argument = (int)node.Assertion });
            case RegexNodeKind.Capture:
                var close = Add(new RegexInstruction(RegexOperation.Save, next) { Argument = (node.Group * 2) + 1 });
                return Add(new RegexInstruction(RegexOperation.Save, Emit(node.Parts[0], close)) { Argument = node.Group * 2 });
            case RegexNodeKind.Sequence:
                for (var i = node.Parts.Count - 1; i >= 0; i--)
                {
                    next = Emit(node.Parts[i], next);
                }

                return next;
            case RegexNodeKind.Choice:
                var start = Emit(node.Parts[^1], next);
                for (var i = node.Parts.Count - 2; i >= 0; i--)
                {
                    start = Fork(Emit(node.Parts[i], next), start, isLazy: false);
                }

                return start;
            case RegexNodeKind.Repeat:
                return Repeat(node, next);
            default:
                return next;
        }
    }

    private int Repeat(RegexNode node, int next)
    {
        var part = node.Parts[0];
        var copies = node.Min;
        if (node.Max < 0)
        {
            next = node.Min == 0 ? Any(part, next, node.IsLazy) : OneOrMore(part, next, node.IsLazy);
            copies--;
        }
        else
        {
            var end = next;
            for (var i = node.Min; i < node.Max; i++)
            {
                next = Fork(Emit(part, next), end, node.IsLazy);
            }
        }

        for (; copies > 0; copies--)
        {
            next = Emit(part, next);
        }

        return next;
    }

    private int Any(RegexNode part, int next, bool isLazy)
    {
        if (CanBeEmpty(part))
        {
            // As (x+)?: otherwise an empty round would come before leaving the loop, and the order of choices would differ from Go's.
            return Fork(OneOrMore(part, next, isLazy), next, isLazy);
        }

        var fork = Fork(-1, next, isLazy);
        Enter(fork, Emit(part, fork), isLazy);
        return fork;
    }

    private int OneOrMore(RegexNode part, int next, bool isLazy)
    {
        var fork = Fork(-1, next, isLazy);
        var start = Emit(part, fork);
        Enter(fork, start, isLazy);
        return start;
    }

    private int Fork(int inside, int past, bool isLazy) =>
        Add(new RegexInstruction(RegexOperation.Fork, isLazy ? past : inside) { Argument = isLazy ? inside : past });

    private void Enter(int fork, int start, bool isLazy)
    {
        if (isLazy)
        {
            _instructions[fork].Argument = start;
        }
        else
        {
            _instructions[fork].Next = start;
        }
    }

    private static bool CanBeEmpty(RegexNode node) => node.Kind switch
    {
        RegexNodeKind.Set => false,
        RegexNodeKind.Choice => node.Parts.Any(CanBeEmpty),
        RegexNodeKind.Repeat => node.Min == 0 || CanBeEmpty(node.Parts[0]),
        _ => node.Parts.All(CanBeEmpty),
    };
}
