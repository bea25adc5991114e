using System.Runtime.CompilerServices;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>
/// Puts the entries of dictionaries into another, nested ones included. Follows the library that Sprig uses closely, for what it does
/// with values of different kinds is not what its documentation lets expect.
/// </summary>
internal sealed class Merge
{
    private const int MaxNesting = 1_000;
    private const string Unaddressable = "reflect: reflect.Value.Set using unaddressable value";

    private readonly bool _overwrite;
    private readonly HashSet<(object, object)> _visited = [];
    private string _problem = "";

    private Merge(bool overwrite) => _overwrite = overwrite;

    /// <summary>Merges the sources into the target, which is changed, or made when it is nil; false where the library gives up with an error.</summary>
    public static bool TryMerge(GoValue target, ReadOnlySpan<GoValue> sources, bool overwrite, out GoValue merged, out string problem)
    {
        merged = target;
        foreach (var source in sources)
        {
            if (merged.AsMap is null && source.AsMap is not null)
            {
                merged = GoValue.Map(target.Type!, new GoDictionary(target.Type!));
            }

            var merge = new Merge(overwrite);
            if (!merge.Maps(merged, source, 0))
            {
                problem = merge._problem;
                return false;
            }
        }

        problem = "";
        return true;
    }

    private bool Maps(GoValue target, GoValue source, int depth)
    {
        if (source.AsMap is not { } from || target.AsMap is not { } into || !_visited.Add((into, from)))
        {
            return true;
        }

        if (depth > MaxNesting)
        {
            throw new GoFunctionException("value nests too deeply to merge");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var key in from.SortedKeys())
        {
            if (!key.Unwrap().Type!.AssignableTo(target.Type!.Key!))
            {
                throw new GoFunctionException($"reflect.Value.MapIndex: value of type {key.StaticType} is not assignable to type {target.Type.Key}");
            }

            _ = from.TryGet(key, out var value);
            var exists = into.TryGet(key, out var old);
            if (value.IsNil && CanBeNil(value))
            {
                if (_overwrite)
                {
                    Set(target, key, value);
                }

                continue;
            }

            if (!Entry(target, key, exists, old.Unwrap(), value, depth))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An interface, or a map or slice in a map of such, is passed over when nil; a nil pointer is not.</summary>
    private static bool CanBeNil(GoValue value) => value.Slot is not null ? value.Type is null : value.Kind is not GoKind.Pointer;

    private bool Entry(GoValue target, GoValue key, bool exists, GoValue old, GoValue value, int depth)
    {
        var isNested = value.Kind is GoKind.Map or GoKind.Struct or GoKind.Pointer;
        if (isNested && exists && old.Type is not null)
        {
            if (!Nested(old, value.Unwrap(), depth))
            {
                return false;
            }
        }

        var empty = !exists || IsEmpty(old);
        if (empty || (_overwrite && value.Kind != GoKind.Map))
        {
            Set(target, key, value);
        }

        return true;
    }

    /// <summary>What the library does to a value that is there already when a map, a struct or a pointer is to be merged into it.</summary>
    private bool Nested(GoValue old, GoValue value, int depth)
    {
        switch (old.Kind)
        {
            case GoKind.Map when value.Kind == GoKind.Map:
                return Maps(old, value, depth + 1);
            case GoKind.Map when old.Ref is null && value.Kind == GoKind.Struct:
                throw new GoFunctionException("reflect: call of reflect.Value.IsNil on struct Value");
            case GoKind.Map when _overwrite && (old.Ref is not null || value.Ref is null):
                throw new GoFunctionException(Unaddressable);
            case GoKind.Struct when value.Kind != GoKind.Struct && old.Type!.Fields.Count > 0:
                throw new GoFunctionException($"reflect: call of reflect.Value.Field on {Arguments.KindName(value)} Value");
            case GoKind.Pointer when old.Ref is not null && value.Kind != GoKind.Pointer && !_overwrite && value.Ref is not null:
                _problem = "src and dst must be of same type";
                return false;
            default:
                return true;
        }
    }

    private static bool IsEmpty(GoValue value) => value.Kind == GoKind.Pointer && value.Ref is not null
        ? IsEmpty(value.Dereference())
        : Arguments.IsEmpty(value);

    private static void Set(GoValue target, GoValue key, GoValue value)
    {
        if (value.StaticType is { } type && !type.AssignableTo(target.Type!.Element!))
        {
            throw new GoFunctionException($"reflect.Value.SetMapIndex: value of type {type} is not assignable to type {target.Type.Element}");
        }

        Dictionaries.Writable(target.AsMap!).Set(key, value);
    }
}
