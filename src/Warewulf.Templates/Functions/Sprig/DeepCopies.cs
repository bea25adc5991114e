using System.Runtime.CompilerServices;
using Warewulf.Templates.Values;

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
            case GoKind.Slice or GoKind.Array when value.Ref is not null && MayHoldMaps(value.Type!.Element!):
                var items = value.AsList.ToArray();
                return GoValue.Sequence(value.Type, GoList.Of(value.Type.Element!, Array.ConvertAll(items, i => Copy(i, depth + 1))));
            case GoKind.Pointer when ReferenceEquals(value.Type, GoType.ErrorString):
                // The text of an error is not exported, so Go's copy is without it.
                return new GoValue(value.Type, "");
            default:
                return value;
        }
    }

    private static bool MayHoldMaps(GoType type) => type.Kind switch
    {
        GoKind.Interface or GoKind.Map => true,
        GoKind.Slice or GoKind.Array => MayHoldMaps(type.Element!),
        _ => false,
    };
}
