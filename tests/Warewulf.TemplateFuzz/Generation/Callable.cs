using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.TemplateFuzz.Generation;

/// <summary>A function as the generator knows it: what it takes and gives, as a hint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="IsVariadic">Whether the last may be repeated or left out.</param>
/// <param name="Result">What it gives.</param>
public sealed record Callable(string Name, IReadOnlyList<Sort> Parameters, bool IsVariadic, Sort Result)
{
    /// <summary>Answers of these depend on the clock, on chance, on the machine or on the order of a Go map, or take long.</summary>
    private static readonly HashSet<string> Left = new(StringComparer.Ordinal)
    {
        "now", "ago", "shuffle", "uuidv4", "bcrypt", "htpasswd", "env", "expandenv", "getHostByName", "derivePassword", "keys", "values",
        "date", "htmlDate", "dateInZone", "date_in_zone", "htmlDateInZone", "dateModify", "date_modify", "mustDateModify", "must_date_modify",
        "encryptAES", "sha512sum", "fail", "buildCustomCert", "toDate", "mustToDate", "unixEpoch", "set",

        // A map merged into itself holds itself, and Go then takes long to give up.
        "merge", "mustMerge", "mergeOverwrite", "mustMergeOverwrite",
    };

    private static readonly Callable[] Builtins =
    [
        new("and", [Sort.Any], true, Sort.Any), new("or", [Sort.Any], true, Sort.Any), new("not", [Sort.Any], false, Sort.Bool), new("len", [Sort.List], false, Sort.Int),
        new("len", [Sort.Text], false, Sort.Int), new("index", [Sort.List, Sort.Int], false, Sort.Any), new("index", [Sort.Map, Sort.Text], false, Sort.Any),
        new("index", [Sort.Dict, Sort.Text], true, Sort.Any), new("index", [Sort.Any, Sort.Any], true, Sort.Any), new("print", [Sort.Any], true, Sort.Text),
        new("println", [Sort.Any], true, Sort.Text), new("html", [Sort.Any], true, Sort.Text), new("js", [Sort.Any], true, Sort.Text), new("urlquery", [Sort.Any], true, Sort.Text),
        new("eq", [Sort.Any, Sort.Any], true, Sort.Bool), new("eq", [Sort.Text, Sort.Text], true, Sort.Bool), new("eq", [Sort.Int, Sort.Int], false, Sort.Bool),
        new("ne", [Sort.Any, Sort.Any], false, Sort.Bool), new("lt", [Sort.Int, Sort.Int], false, Sort.Bool), new("lt", [Sort.Any, Sort.Any], false, Sort.Bool),
        new("le", [Sort.Float, Sort.Float], false, Sort.Bool), new("le", [Sort.Any, Sort.Any], false, Sort.Bool), new("gt", [Sort.Text, Sort.Text], false, Sort.Bool),
        new("gt", [Sort.Any, Sort.Any], false, Sort.Bool), new("ge", [Sort.Int, Sort.Int], false, Sort.Bool), new("ge", [Sort.Any, Sort.Any], false, Sort.Bool),
        new("call", [Sort.Any], true, Sort.Any), new("printf", [Sort.Text], true, Sort.Text),
    ];

    /// <summary>Whether to leave Sprig out.</summary>
    public static bool BuiltinsOnly { get; set; }

    /// <summary>The functions to make programs of.</summary>
    public static IReadOnlyList<Callable> All => BuiltinsOnly ? Builtins : Both;

    private static readonly Callable[] Both =
        [.. Builtins, .. Builtins, .. FunctionSet.Sprig.Names.Order(StringComparer.Ordinal).Where(IsComparable).Select(name => Of(FunctionSet.Sprig.Find(name)!))];

    /// <summary>Whether a number given to the function becomes so much work or text.</summary>
    public bool IsCostly { get; } = Name is "repeat" or "until" or "untilStep" or "seq" or "indent" or "nindent" or "round" or "chunk" or "mustChunk";

    public bool TakesPattern { get; } = Name.Contains("regex", StringComparison.OrdinalIgnoreCase) && Name != "regexQuoteMeta";

    private static bool IsComparable(string name) => !Left.Contains(name) && !name.StartsWith("rand", StringComparison.Ordinal) && !name.StartsWith("gen", StringComparison.Ordinal);

    private static Callable Of(GoFunction function) => new(function.Name, [.. function.Parameters.Select(SortOf)], function.IsVariadic, SortOf(function.Result));

    private static Sort SortOf(GoType type) => type.Kind switch
    {
        GoKind.String => Sort.Text,
        GoKind.Bool => Sort.Bool,
        GoKind.Float32 or GoKind.Float64 => Sort.Float,
        GoKind.Slice or GoKind.Array => Sort.List,
        GoKind.Map => Sort.Dict,
        >= GoKind.Int and <= GoKind.Uint64 => Sort.Int,
        _ => Sort.Any,
    };
}
