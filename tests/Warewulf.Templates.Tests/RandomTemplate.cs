using System.Text;

namespace Warewulf.Templates.Tests;

/// <summary>Makes templates over the data of <see cref="Host"/> by type, so that most of them run to their end; now and then a type is wrong.</summary>
internal sealed class RandomTemplate(Random random)
{
    private const int MaxDepth = 4;

    // Each line: the type, then how it can be made. A type in angle brackets is replaced by an expression of that type.
    private static readonly Dictionary<string, string[]> Forms = new(StringComparer.Ordinal)
    {
        ["host"] = ["$", "$", "(first <hosts>)", "(index <hosts> 0)", "(last <hosts>)", "(get (dict \"h\" <host>) \"h\")"],
        ["port"] = ["<host>.Main", "<host>.Spare", "<host>.Ports.eth0", "(index <host>.Ports <string>)", "(default <port> <port>)", "(dict \"p\" <port>).p"],
        ["hosts"] = ["<host>.All", "<host>.All", "(rest <hosts>)", "(reverse <hosts>)", "(concat <hosts> <hosts>)", "(list <host> <host>)", "(append <hosts> <host>)"],
        ["ports"] = ["<host>.Ports", "(dict \"x\" <port>)"],
        ["map"] = ["<host>.Tags", "<port>.Tags", "(dict \"a\" <string> \"k\" <any>)", "(set (dict \"a\" <any>) <string> <any>)"],
        ["strings"] = ["<host>.Groups", "(splitList \"a\" <string>)", "(list <string> <string>)", "(sortAlpha <strings>)", "(uniq <strings>)", "(append <strings> <string>)", "(keys (dict <string> <any>))"],
        ["string"] =
        [
            "<host>.Id", "<host>.Name", "<port>.Device", "<port>.Cidr", "<map>.a", "(index <map> <string>)", "(index <strings> 0)", "(print <any> <any>)", "(join \",\" <strings>)",
            "(upper <string>)", "(default <string> <string>)", "(printf \"%v\" <any>)", "(toJson <any>)", "(ternary <string> <string> <bool>)", "<port>.Address.String", "(kindOf <any>)",
            "(typeOf <any>)", "\"a\"", "\"eth0\"", "(coalesce <any> <string>)", "<port>.Fails", "(html <any>)", "(<string> | upper)", "(or <string> <string>)", "(printf \"%+v\" <any>)",
        ],
        ["number"] = ["<host>.Count", "(len <map>)", "(len <strings>)", "(len <hosts>)", "(<port>.Plus <number>)", "1", "(int <any>)", "(len <string>)"],
        ["bool"] =
        [
            "(eq <string> <string>)", "(ne <string> \"a\")", "(not <any>)", "(and <bool> <any>)", "(or <bool> <any>)", "(empty <any>)", "(hasKey (dict <string> <any>) <string>)",
            "(has <any> <strings>)", "<port>.OnBoot.IsYes", "(lt <number> <number>)", "(eq <port> <port>)", "<port>.Wipe", "(eq <any> nil)", "(has <any> <hosts>)",
        ],
        ["any"] =
        [
            "<host>.Extra", "<host>.Extra.a", "<string>", "<number>", "<bool>", "<map>", "<strings>", "<port>", "<ports>", "<port>.Address", "<port>.OnBoot", "<port>.Wipe", "<host>.Groups",
            "(index <host>.Extra \"a\")", "(first <strings>)", "(values (dict \"a\" <any>))", ".",
        ],
    };

    private static readonly string[] Types = [.. Forms.Keys];

    private readonly List<(string Name, string Type)> _variables = [];
    private string _dot = "host";
    private int _names;

    public string Text()
    {
        var text = new StringBuilder();
        var type = Any(Types);
        if (random.Next(3) > 0)
        {
            return Body(3);
        }

        _dot = type;
        text.Append("{{define \"part\"}}").Append(Body(2)).Append("{{end}}");
        _dot = "host";
        return text.Append(Body(2)).Append($"{{{{template \"part\" {Make(type, 0)}}}}}").Append(Body(1)).ToString();
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
        var type = Any(Types);
        switch (random.Next(depth == 0 ? 3 : 8))
        {
            case 0 or 1:
                return $"{{{{{Make(random.Next(3) == 0 ? "any" : "string", 0)}}}}} ";
            case 2:
                var name = $"$v{_names++}";
                var set = $"{{{{{name} := {Make(type, 0)}}}}}";
                _variables.Add((name, type));
                return set;
            case 3:
                return $"{{{{if {Make(random.Next(2) == 0 ? "bool" : "any", 0)}}}}}y{Body(depth - 1)}{{{{else}}}}n{Body(depth - 1)}{{{{end}}}}";
            case 4:
                return $"{{{{with {Make(type, 0)}}}}}{WithDot(type, depth)}{{{{else}}}}none{{{{end}}}}";
            default:
                return Range(depth);
        }
    }

    private string Range(int depth)
    {
        var (type, item) = random.Next(6) switch { 0 => ("ports", "port"), 1 => ("map", "string"), 2 => ("strings", "string"), 3 => ("number", "number"), _ => ("hosts", "host") };
        var source = Make(type, 0);
        if (type == "number" || random.Next(2) == 0)
        {
            return $"{{{{range {source}}}}}{WithDot(item, depth)},{(random.Next(5) == 0 ? "{{break}}" : "")}{{{{else}}}}none{{{{end}}}}";
        }

        var (index, element) = ($"$i{_names}", $"$e{_names++}");
        _variables.Add((index, type is "map" or "ports" ? "string" : "number"));
        _variables.Add((element, item));
        var body = WithDot(item, depth);
        _variables.RemoveRange(_variables.Count - 2, 2);
        return $"{{{{range {index}, {element} := {source}}}}}{body};{{{{end}}}}";
    }

    private string WithDot(string type, int depth)
    {
        var outer = _dot;
        _dot = type;
        var body = Body(depth - 1);
        _dot = outer;
        return body;
    }

    private string Make(string type, int depth)
    {
        type = random.Next(60) == 0 ? Any(Types) : type;
        var known = _variables.Where(v => v.Type == type).Select(v => v.Name).ToArray();
        if (known.Length > 0 && random.Next(2) == 0)
        {
            return Any(known);
        }

        if (type == _dot && random.Next(2) == 0)
        {
            return ".";
        }

        // At some depth the first form, which goes deepest the least.
        var form = depth < MaxDepth ? Any(Forms[type]) : Forms[type][0];
        var text = new StringBuilder();
        foreach (var part in form.Split('<'))
        {
            var end = part.IndexOf('>', StringComparison.Ordinal);
            text.Append(end < 0 ? part : Field(Make(part[..end], depth + 1), part[(end + 1)..]));
        }

        return text.ToString();
    }

    // The dot and a field are written as the field alone; a constant has none.
    private static string Field(string target, string rest) => !rest.StartsWith('.') ? target + rest
        : target == "." ? rest
        : target[0] is '"' or '1' ? $"({target}){rest}"
        : target + rest;

    private T Any<T>(T[] choices) => choices[random.Next(choices.Length)];
}
