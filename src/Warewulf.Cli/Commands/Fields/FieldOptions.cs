using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Fields;

/// <summary>The flags of <c>add</c> and <c>set</c>, made from the table of fields.</summary>
/// <param name="isProfile">Whether profiles are spoken of, which lack some fields.</param>
/// <param name="deletions">The flags that remove entries, for verbs that have them.</param>
internal sealed class FieldOptions(bool isProfile, FieldDeletions? deletions = null)
{
    // Names that Warewulf used before images and overlays were called that; hidden, but they work.
    private static readonly (string Name, string? Alias, string Flag)[] OldNames =
        [("--container", "-C", "image"), ("--runtime", null, "runtime-overlays"), ("--wwinit", null, "system-overlays")];

    private readonly List<(NodeField Field, Option<string[]> Option)> _fields = [];
    private readonly FieldSelectors _selectors = new();

    /// <summary>Adds the flags.</summary>
    public void AddTo(Command command)
    {
        foreach (var field in NodeFields.Settable)
        {
            if (!isProfile || !field.IsNodeOnly)
            {
                Add(command, field, new Option<string[]>("--" + field.Flag) { HelpName = ValueText.Of(field.Kind), Description = Sentence(field.Help) }, field.Short);
            }
        }

        foreach (var (name, alias, flag) in OldNames)
        {
            Add(command, NodeFields.Find(flag), new Option<string[]>(name) { Hidden = true }, alias?[1]);
        }

        _selectors.AddTo(command);
        deletions?.AddTo(command);
    }

    /// <summary>
    /// Gives a value to flags whose value the parser would look for in the next word: <c>--onboot n1</c> means yes for n1, as in
    /// Warewulf, and <c>--ipaddr= n1</c> removes the address of n1. <c>--tagadd=</c> stays the mistake that it is.
    /// </summary>
    public static IReadOnlyList<string> FillBareFlags(IReadOnlyList<string> arguments)
    {
        var fields = new Dictionary<string, NodeField>();
        foreach (var field in NodeFields.Settable)
        {
            fields.Add("--" + field.Flag, field);
            if (field.Short is { } letter)
            {
                fields.Add("-" + letter, field);
            }
        }

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
            var isBareYes = fields.TryGetValue(word, out var named) && named.Kind is NodeFieldKind.YesNo or NodeFieldKind.TriState
                && next is not ("yes" or "no" or "true" or "false" or "undef" or "unset");
            var empty = word.EndsWith('=') ? fields.GetValueOrDefault(word[..^1]) : null;
            filled.Add(isBareYes ? word + "=true" : empty is null ? word : word + (empty.Kind == NodeFieldKind.TagMap ? "=" : NodeField.Undefined));
        }

        return filled;
    }

    /// <summary>What the flags ask for. What is written several times is a list, or the last of the values.</summary>
    /// <exception cref="WarewulfException">A value is not of its field's kind, or a flag lacks another one.</exception>
    public SettingsEdit Read(Invocation invocation)
    {
        var values = new Dictionary<string, string>();
        foreach (var (field, option) in _fields)
        {
            if (invocation.Given(option) is { Count: > 0 } given)
            {
                values[field.Flag!] = field.Join(given);
            }
        }

        var edit = _selectors.Fill(invocation, new SettingsEdit { Fields = values });
        edit = deletions?.Fill(invocation, edit) ?? edit;
        return string.Join(' ', edit.Problems(isProfile).Concat(FieldSelectors.Unused(edit))) is { Length: > 0 } problems
            ? throw WarewulfException.Invalid(problems)
            : edit;
    }

    /// <summary>Makes a sentence of the help of a field.</summary>
    public static string Sentence(string help) => $"{char.ToUpperInvariant(help[0])}{help[1..]}.";

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
