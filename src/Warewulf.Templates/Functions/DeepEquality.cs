using System.Runtime.CompilerServices;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>reflect.DeepEqual: same type and same contents, lists and maps included.</summary>
internal sealed class DeepEquality
{
    private const int MaxNesting = 1_000;
    private const int MaxComparisons = 2_000_000;

    private int _comparisons;

    private DeepEquality()
    {
    }

    public static bool AreEqual(GoValue x, GoValue y) => new DeepEquality().AreEqual(x, y, 0);

    private bool AreEqual(GoValue x, GoValue y, int depth)
    {
        if (depth > MaxNesting || ++_comparisons > MaxComparisons)
        {
            throw new GoFunctionException(depth > MaxNesting ? "value nests too deeply to compare" : "value is too large to compare");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        if ((_comparisons & 1023) == 0)
        {
            TemplateExecution.Current?.CancellationToken.ThrowIfCancellationRequested();
        }

        (x, y) = (x.Unwrap(), y.Unwrap());
        if (!ReferenceEquals(x.Type, y.Type))
        {
            return false;
        }

        switch (x.Kind)
        {
            case GoKind.Slice or GoKind.Array:
                return (x.Ref is null) == (y.Ref is null) && ItemsAreEqual(x.AsList, y.AsList, depth);
            case GoKind.Map:
                return (x.Ref is null) == (y.Ref is null) && (x.AsMap is not { } left || EntriesAreEqual(left, y.AsMap!, depth));
            case GoKind.Struct:
                return x.Type!.Fields.All(f => AreEqual(f.Get(x.Ref!), f.Get(y.Ref!), depth + 1));
            case GoKind.Pointer when x.Ref is not null && y.Ref is not null:
                return ReferenceEquals(x.Ref, y.Ref) || AreEqual(x.Dereference(), y.Dereference(), depth + 1);
            default:
                return GoValueComparer.Instance.Equals(x, y);
        }
    }

    private bool ItemsAreEqual(GoList x, GoList y, int depth)
    {
        if (x.Count != y.Count)
        {
            return false;
        }

        for (var i = 0; i < x.Count; i++)
        {
            if (!AreEqual(x[i], y[i], depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool EntriesAreEqual(GoMap x, GoMap y, int depth) => x.Count == y.Count && x.SortedKeys().All(key =>
        x.TryGet(key, out var left) && y.TryGet(key, out var right) && AreEqual(left, right, depth + 1));
}
