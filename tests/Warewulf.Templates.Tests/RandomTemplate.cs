using System.Text;

namespace Warewulf.Templates.Tests;

/// <summary>Makes templates over the data of <see cref="Host"/>. Most of what they do fits the data; what does not ends in errors that tell of it.</summary>
internal sealed class RandomTemplate(Random random)
{
    private static readonly string[] HostFields =
        ["Id", "Count", "Ports", "Tags", "Groups", "Spare", "Extra", "All", "Name", "Main", "Tags.a", "Tags.k", "Ports.eth0", "Ports.eth0.Device", "Main.Cidr", "Extra.a"];

    private static readonly string[] PortFields = ["Device", "Address", "OnBoot", "Wipe", "Tags", "Tags.a", "Cidr", "Fails", "OnBoot.IsYes", "Address.String"];

    private static readonly string[] Functions =
    [
        "len", "not", "print", "toJson", "kindOf", "typeOf", "empty", "first", "last", "rest", "reverse", "uniq", "keys", "values", "upper", "toString", "list",
        "html", "quote", "printf \"%v\"", "printf \"%d\"", "printf \"%T\"", "default \"x\"", "coalesce", "join \",\"", "sortAlpha", "dict \"k\"", "int",
        "index2", "eq2", "append2", "ternary2", "hasKey2", "get2", "set2", "has2", "default2", "slice2", "concat2", "dict2", "list2", "and2", "or2", "lt2",
    ];

    private readonly List<string> _variables = ["$"];
    private int _depth;

    public string Text()
    {
        var text = new StringBuilder();
        if (random.Next(3) == 0)
        {
            text.Append("{{define \"part\"}}").Append(Body(2)).Append("{{end}}");
        }

        var isPart = text.Length > 0;
        text.Append(Body(3));
        return text.Append(isPart ? $"{{{{template \"part\" {Argument()}}}}}" : "").ToString();
    }

    private string Body(int depth)
    {
        var text = new StringBuilder();
        var visible = _variables.Count;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            text.Append(Statement(depth));
        }

        _variables.RemoveRange(visible, _variables.Count - visible);
        return text.ToString();
    }

    private string Statement(int depth)
    {
        switch (random.Next(depth == 0 ? 3 : 8))
        {
            case 0 or 1:
                return $"{{{{{Pipeline()}}}}} ";
            case 2:
                var name = $"$v{_variables.Count}";
                var set = $"{{{{{name} := {Pipeline()}}}}}";
                _variables.Add(name);
                return set;
            case 3:
                return $"{{{{if {Pipeline()}}}}}y{Body(depth - 1)}{{{{else}}}}n{{{{end}}}}";
            case 4:
                return $"{{{{with {Pipeline()}}}}}{Body(depth - 1)}{{{{else}}}}none{{{{end}}}}";
            case 5:
                return $"{{{{range {Pipeline()}}}}}{Body(depth - 1)},{{{{else}}}}none{{{{end}}}}";
            default:
                var start = $"{{{{range $i{_variables.Count}, $e{_variables.Count} := {Argument()}}}}}";
                _variables.Add($"$i{_variables.Count}");
                _variables.Add($"$e{_variables.Count - 1}");
                var body = Body(depth - 1);
                _variables.RemoveRange(_variables.Count - 2, 2);
                return $"{start}{body};{{{{end}}}}";
        }
    }

    private string Pipeline() => random.Next(4) switch
    {
        0 => Argument(),
        1 => Call(),
        2 => $"{Argument()} | {One()}",
        _ => $"{Call()} | {One()}",
    };

    private string One()
    {
        string function;
        do
        {
            function = Functions[random.Next(Functions.Length)];
        }
        while (function.EndsWith('2'));
        return function;
    }

    private string Call()
    {
        var function = Functions[random.Next(Functions.Length)];
        return function.EndsWith('2') ? Two(function[..^1]) : $"{function} {Argument()}";
    }

    private string Two(string function) => function switch
    {
        "index" => random.Next(2) == 0 ? $"index {Argument()} {random.Next(2)}" : $"index {Argument()} {Argument()}",
        "slice" => $"slice {Argument()} {random.Next(2)}",
        "hasKey" or "get" => $"{function} {Argument()} {(random.Next(2) == 0 ? "\"a\"" : Argument())}",
        "set" => $"set {(random.Next(3) == 0 ? Argument() : "(dict \"a\" " + Argument() + ")")} \"k\" {Argument()}",
        "ternary" => $"ternary {Argument()} {Argument()} (not {Argument()})",
        "dict" => $"dict \"a\" {Argument()} \"k\" {Argument()}",
        _ => $"{function} {Argument()} {Argument()}",
    };

    private string Argument()
    {
        if (_depth < 3 && random.Next(5) == 0)
        {
            _depth++;
            var inner = Pipeline();
            _depth--;
            return random.Next(3) == 0 ? $"({inner}).{Field()}" : $"({inner})";
        }

        return random.Next(12) switch
        {
            0 => ".",
            1 => "\"a\"",
            2 => "1",
            3 => _variables[random.Next(_variables.Count)],
            4 or 5 => $"{_variables[random.Next(_variables.Count)]}.{Field()}",
            6 or 7 => "$." + HostFields[random.Next(HostFields.Length)],
            _ => "." + Field(),
        };
    }

    private string Field() => random.Next(3) == 0 ? PortFields[random.Next(PortFields.Length)] : HostFields[random.Next(HostFields.Length)];
}
