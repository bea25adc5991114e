using System.Collections.Frozen;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Reads;

/// <summary>The functions of this library that learn less than everything about their arguments, or change them.</summary>
internal static class ReadRules
{
    private static readonly FrozenDictionary<string, ReadRule> Known = new (ReadRule Rule, string[] Names)[]
    {
        (ReadRule.Truth, ["not", "empty"]),
        (ReadRule.Length, ["len"]),
        (ReadRule.Choice, ["default", "coalesce", "ternary"]),
        (ReadRule.Type, ["kindOf", "kindIs", "typeOf", "typeIs", "typeIsLike"]),
        (ReadRule.Element, ["first", "mustFirst", "last", "mustLast"]),
        (ReadRule.Index, ["index"]),
        (ReadRule.Entry, ["get"]),
        (ReadRule.Key, ["hasKey"]),
        (ReadRule.Keys, ["keys"]),
        (ReadRule.Hold, ["list", "tuple"]),
        (ReadRule.HoldPairs, ["dict"]),
        (ReadRule.Change, ["set", "unset", "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"]),
    }.SelectMany(static entry => entry.Names.Select(name => KeyValuePair.Create(name, entry.Rule))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Gives functions of this library their rules; a caller's functions of the same names have none.</summary>
    public static IEnumerable<GoFunction> Apply(IEnumerable<GoFunction> functions) =>
        functions.Select(static function => function.WithReadRule(Known.GetValueOrDefault(function.Name)));
}
