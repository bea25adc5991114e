namespace Warewulf.TemplateFuzz.Generation;

/// <summary>Writes pipelines, commands and operands.</summary>
public sealed class ExpressionGenerator(Dice dice)
{
    private static readonly string[] FieldNames = ["a", "b", "x", "y", "k", "key", "one", "Name", "Age", "Tags", "In", "V", "P", "Id", "nope", "A", "B", "eth0", "eth1", "Ip", "Err", "To4", "String", "IsLoopback", "DefaultMask", "Error", "unexported"];
    private static readonly Sort[] Sorts = Enum.GetValues<Sort>();

    /// <summary>The variables that can be seen, and what they were made of.</summary>
    public List<(string Name, Sort Sort)> Variables { get; } = [];

    public string Space => dice.Percent(93) ? " " : dice.Pick(["  ", "\n", "\t", " \r\n "]);

    public string Pipeline(Sort sort, int depth)
    {
        var text = Command(sort, depth);
        while (dice.Percent(18))
        {
            text = depth <= 0 ? text : $"{text}{Space}|{Space}{Piped(dice.Percent(60) ? sort : dice.Pick(Sorts), depth - 1)}";
        }

        return text;
    }

    public string Command(Sort sort, int depth) => depth > 0 && dice.Percent(60) ? Call(sort, depth, piped: false) : Operand(sort, depth);

    public string Operand(Sort sort, int depth)
    {
        if (dice.Percent(7))
        {
            sort = dice.Pick(Sorts);
        }

        switch (dice.Next(10))
        {
            case 0 when sort <= Sort.Bool:
            case 1 when sort <= Sort.Bool:
            case 2 when sort <= Sort.Bool:
                return Literals.Of(dice, sort);
            case 3 or 4 when depth > 0:
                return $"({Pipeline(sort, depth - 1)}){(dice.Percent(8) ? "." + dice.Pick(FieldNames) : "")}";
            case 5:
                var known = Variables.Where(v => v.Sort == sort || sort == Sort.Any).ToList();
                return known.Count > 0 ? dice.Pick(known).Name + Fields(10) : dice.Percent(85) ? "$." + Field(sort) : dice.Pick(["$", "$", "$", "$", "$undefined"]);
            case 6 when dice.Percent(30):
                return ".";
            default:
                return "." + Field(sort);
        }
    }

    private string Field(Sort sort) => dice.Pick(SampleData.Fields(sort)) + Fields(sort is Sort.Struct or Sort.Map or Sort.Dict ? 30 : 4);

    private string Fields(int percent) => dice.Percent(percent) ? "." + dice.Pick(FieldNames) + Fields(percent) : "";

    private string Piped(Sort sort, int depth) => dice.Percent(1) ? Operand(sort, depth) : Call(sort, depth, piped: true);

    private string Call(Sort sort, int depth, bool piped)
    {
        var fitting = sort == Sort.Any || dice.Percent(10) ? Callable.All : [.. Callable.All.Where(c => c.Result == sort || c.Result == Sort.Any)];
        if (dice.Percent(2))
        {
            return Special(sort, depth);
        }

        var function = dice.Pick(fitting);
        var count = function.Parameters.Count;
        if (function.IsVariadic)
        {
            count += dice.Pick([-1, 0, 0, 1, 1, 2]);
        }

        count += (piped ? -1 : 0) + (dice.Percent(2) ? dice.Pick([-1, 1]) : 0);
        if (function.Name == "printf")
        {
            return Printf(depth, Math.Max(0, count + 1));
        }

        var text = function.Name;
        for (var i = 0; i < count; i++)
        {
            text += Space + Argument(function, i, depth - 1);
        }

        return text;
    }

    private string Argument(Callable function, int index, int depth)
    {
        var sort = function.Parameters.Count == 0 ? Sort.Any : function.Parameters[Math.Min(index, function.Parameters.Count - 1)];
        if (function.IsCostly && (sort is Sort.Int or Sort.Any))
        {
            return dice.Percent(80) ? Literals.SmallInt(dice) : dice.Pick([".i", ".z", ".neg", ".s", "\"3\"", "2.5", ".nil"]);
        }

        if (function.TakesPattern && sort == Sort.Text && dice.Percent(75))
        {
            return index == 0 ? Literals.Pattern(dice) : index == 2 ? Literals.Replacement(dice) : Operand(sort, depth);
        }

        return Operand(sort, depth);
    }

    private string Printf(int depth, int count)
    {
        var text = "printf" + Space + (dice.Percent(95) ? Literals.Format(dice, dice.Pick([1, 1, 1, 2, 3])) : Operand(Sort.Text, depth - 1));
        for (var i = 0; i < count; i++)
        {
            text += Space + Operand(Sort.Any, depth - 1);
        }

        return text;
    }

    // What Go answers in any order is put in one.
    private string Special(Sort sort, int depth) => dice.Next(Dates.Exist ? 10 : 6) switch
    {
        > 5 => Dates.Call(dice, Operand(Sort.Text, depth - 1)),
        0 => $"sortAlpha (keys {Operand(Sort.Dict, depth - 1)})",
        1 => $"len (values {Operand(Sort.Dict, depth - 1)})",
        2 => $"set (dict \"a\" 1) {Operand(Sort.Text, depth - 1)} {Operand(Sort.Any, depth - 1)}",
        3 => $"fail {Operand(Sort.Text, depth - 1)}",
        4 => dice.Pick(["undefinedFunction", "nil", "true", ".s.nope", "(nil)", "break", "template", ".", "and", "or"]),
        _ => $"or {Operand(sort, depth - 1)} (fail \"x\")",
    };
}
