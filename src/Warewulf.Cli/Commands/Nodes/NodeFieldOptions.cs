using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>The flags of <c>node add</c> and <c>node set</c>, made from the table of settable fields.</summary>
internal sealed class NodeFieldOptions
{
    // Names that Warewulf used before images and overlays were called that; hidden, but they work.
    private static readonly (string Name, string? Alias, string Flag)[] OldNames =
        [("--container", "-C", "image"), ("--runtime", null, "runtime-overlays"), ("--wwinit", null, "system-overlays")];

    private readonly List<(NodeField Field, Option<string[]> Option)> _fields = [];
    private readonly Option<string?> _netName =
        new("--netname") { HelpName = "NAME", Description = "The network that network fields apply to. Default: default." };

    private readonly Option<string?> _message = new("--message") { HelpName = "TEXT", Description = "Why, for the history." };

    /// <summary>Adds the flags.</summary>
    public void AddTo(Command command)
    {
        foreach (var field in NodeFields.All)
        {
            Add(command, field, new Option<string[]>("--" + field.Flag) { HelpName = ValueName(field.Kind), Description = Sentence(field.Help) }, field.Short);
        }

        foreach (var (name, alias, flag) in OldNames)
        {
            Add(command, NodeFields.Find(flag), new Option<string[]>(name) { Hidden = true }, alias?[1]);
        }

        command.Options.Add(_netName);
        command.Options.Add(_message);
    }

    /// <summary>
    /// Gives a value to flags whose value the parser would look for in the next word: <c>--onboot n1</c> means yes for n1, as in
    /// Warewulf, and <c>--ipaddr= n1</c> removes the address of n1.
    /// </summary>
    public static IReadOnlyList<string> FillBareFlags(IReadOnlyList<string> arguments)
    {
        var fields = NodeFields.All.ToDictionary(field => "--" + field.Flag, field => field.Kind);
        var filled = new List<string>(arguments.Count);
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (word == "--")
            {
                filled.AddRange(arguments.Skip(i));
                break;
            }

            var next = i + 1 < arguments.Count ? arguments[i + 1].ToLowerInvariant() : "";
            var isBareYes = fields.TryGetValue(word, out var kind) && kind == NodeFieldKind.YesNo
                && next is not ("yes" or "no" or "true" or "false" or "undef" or "unset");
            var isEmpty = word.EndsWith('=') && fields.ContainsKey(word[..^1]);
            filled.Add(isBareYes ? word + "=true" : isEmpty ? word + NodeField.Undefined : word);
        }

        return filled;
    }

    /// <summary>The network that network fields apply to.</summary>
    public string NetName(Invocation invocation) => invocation.Get(_netName) is { Length: > 0 } name ? name : "default";

    /// <summary>The text for the history.</summary>
    public string? Message(Invocation invocation) => invocation.Get(_message);

    /// <summary>The fields given, by flag name. What is written several times is a list, or the last of the values.</summary>
    /// <exception cref="WarewulfException">A value is not of its field's kind.</exception>
    public Dictionary<string, string> Read(Invocation invocation)
    {
        var values = new Dictionary<string, string>();
        foreach (var (field, option) in _fields)
        {
            if (invocation.Given(option) is not { Count: > 0 } given)
            {
                continue;
            }

            var isList = field.Kind is NodeFieldKind.List or NodeFieldKind.TagMap;
            var value = isList ? string.Join(',', given) : given[^1];
            if (value.Length > 0 && value is not (NodeField.Undefined or "UNSET") && field.Validate(value) is { } problem)
            {
                throw WarewulfException.Invalid(problem);
            }

            values[field.Flag] = value;
        }

        return values;
    }

    private static string ValueName(NodeFieldKind kind) => kind switch
    {
        NodeFieldKind.List => "LIST",
        NodeFieldKind.Address => "ADDRESS",
        NodeFieldKind.Mac => "MAC",
        NodeFieldKind.YesNo => "YES|NO",
        NodeFieldKind.Number => "NUMBER",
        NodeFieldKind.TagMap => "KEY=VALUE",
        _ => "TEXT",
    };

    private static string Sentence(string help) => $"{char.ToUpperInvariant(help[0])}{help[1..]}.";

    private void Add(Command command, NodeField field, Option<string[]> option, char? shortFlag)
    {
        if (shortFlag is { } letter)
        {
            option.Aliases.Add("-" + letter);
        }

        command.Options.Add(option);
        _fields.Add((field, option));
    }
}
