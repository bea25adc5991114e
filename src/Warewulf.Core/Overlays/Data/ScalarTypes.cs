using System.Text.Json;
using Warewulf.Core.Nodes;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>The Go types of single values: yes/no words, optional booleans, resources.</summary>
internal static class ScalarTypes
{
    private static readonly string[] UnsetWords = ["unset", "delete", "undef", "--", "nil", "0.0.0.0"];

    /// <summary>A yes/no word that keeps its spelling: a string with the methods Bool, BoolDefaultTrue and String.</summary>
    internal static GoType YesNoWord { get; } = GoType.Named("node.WWbool", GoType.String, static word => word.AsString,
    [
        GoFunction.Create("Bool", GoType.Bool, [], static (_, self) => GoValue.Bool(YesNo.OrFalse(self[0].AsString))),
        GoFunction.Create("BoolDefaultTrue", GoType.Bool, [], static (_, self) => GoValue.Bool(OrTrue(self[0].AsString))),
        GoFunction.Create("String", GoType.String, [], static (_, self) => GoValue.String(self[0].AsString)),
    ]);

    /// <summary>The type of an entry of a node's resources: an interface of its own, so that not every function takes the map.</summary>
    internal static GoType Resource { get; } = GoType.Named("node.Resource", GoType.Any);

    internal static GoValue Word(string? text) => GoValue.String(YesNoWord, text);

    internal static GoValue Optional(bool? value) =>
        GoValue.PointerTo(GoType.Bool, value is { } known ? GoValue.Bool(known) : GoValue.Nil);

    /// <summary>Makes a fresh value each time: templates can change a map they hold, and must not change anybody else's.</summary>
    internal static GoValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => GoValue.Dictionary(
            element.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, FromJson(member.Value)))),
        JsonValueKind.Array => GoValue.List([.. element.EnumerateArray().Select(FromJson)]),
        JsonValueKind.String => GoValue.String(element.GetString()),
        JsonValueKind.Number => Number(element),
        JsonValueKind.True => GoValue.Bool(true),
        JsonValueKind.False => GoValue.Bool(false),
        _ => GoValue.Nil,
    };

    private static bool OrTrue(string text) =>
        YesNo.OrTrue(text) && !UnsetWords.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static GoValue Number(JsonElement element)
    {
        if (element.TryGetInt64(out var number))
        {
            return GoValue.Int(number);
        }

        return element.TryGetUInt64(out var large)
            ? GoValue.Integer(GoType.Uint64, unchecked((long)large))
            : GoValue.Float(element.GetDouble());
    }
}
