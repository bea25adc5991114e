using System.Runtime.CompilerServices;
using Warewulf.Templates.Values;
using Warewulf.Templates.Versions;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Copies of values that share nothing which a template could change: only maps can be changed, so only they are made anew.</summary>
internal sealed class DeepCopies
{
    private const int MaxNesting = 1_000;
    private const int MaxValues = 2_000_000;

    private int _values;

    private DeepCopies()
    {
    }

    /// <summary>The copy, of the same type. Nil without a type is an error, as in Go.</summary>
    public static GoValue Of(GoValue value) => value.Type is null
        ? throw new GoFunctionException("reflect: call of reflect.Value.Type on zero Value")
        : new DeepCopies().Copy(value, 0);

    private GoValue Copy(GoValue value, int depth)
    {
        if (depth > MaxNesting || ++_values > MaxValues)
        {
            throw new GoFunctionException(depth > MaxNesting ? "value nests too deeply to copy" : "value is too large to copy");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        value = value.Unwrap();
        switch (value.Kind)
        {
            case GoKind.Map when value.AsMap is { } map:
                var copy = new GoDictionary(value.Type!);
                foreach (var key in map.SortedKeys())
                {
                    _ = map.TryGet(key, out var item);
                    copy.Set(key, Copy(item, depth + 1));
                }

                return GoValue.Map(value.Type!, copy);
            case GoKind.Slice or GoKind.Array when value.Ref is not null && MayDiffer(value.Type!.Element!):
                var items = value.AsList.ToArray();
                return GoValue.Sequence(value.Type, GoList.Of(value.Type.Element!, Array.ConvertAll(items, i => Copy(i, depth + 1))));
            case GoKind.Struct or GoKind.Pointer when value.Ref is GoValue[] fields:
                var type = value.Kind == GoKind.Struct ? value.Type! : value.Type!.Element!;
                return new GoValue(value.Type, fields.Select((field, i) => CopyField(type.Fields[i], field, depth)).ToArray());
            case GoKind.Pointer when ReferenceEquals(value.Type, GoType.ErrorString):
                // The text of an error is not exported, so Go's copy is without it.
                return new GoValue(value.Type, "");
            case GoKind.Pointer or GoKind.Struct when value.Ref is SemanticVersion:
                // Neither are the parts of a version.
                return new GoValue(value.Type, new SemanticVersion(0, 0, 0, "", "", ""));
            default:
                return value;
        }
    }

    // What is not exported is not copied.
    private GoValue CopyField(GoField field, GoValue value, int depth) =>
        !field.IsExported ? GoValue.Zero(field.Type) : value.Type is null ? value : Copy(value, depth + 1);

    private static bool MayDiffer(GoType type) => type.Kind switch
    {
        GoKind.Interface or GoKind.Map or GoKind.Struct or GoKind.Pointer => true,
        GoKind.Slice or GoKind.Array => MayDiffer(type.Element!),
        _ => false,
    };
}
