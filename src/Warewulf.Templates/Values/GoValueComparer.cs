namespace Warewulf.Templates.Values;

/// <summary>Equality and order of values as map keys and for Go's ==.</summary>
internal sealed class GoValueComparer : IEqualityComparer<GoValue>
{
    public static readonly GoValueComparer Instance = new();

    public bool Equals(GoValue x, GoValue y)
    {
        if (!ReferenceEquals(x.Type, y.Type))
        {
            return false;
        }

        return x.Kind switch
        {
            GoKind.Invalid => true,
            GoKind.String => string.Equals(x.AsString, y.AsString, StringComparison.Ordinal),
            GoKind.Float32 or GoKind.Float64 => x.AsFloat == y.AsFloat,
            GoKind.Complex128 => x.AsComplex == y.AsComplex,
            GoKind.Array => x.AsList.Count == y.AsList.Count && Enumerable.Range(0, x.AsList.Count).All(i => Equals(x.AsList[i], y.AsList[i])),
            GoKind.Struct => ReferenceEquals(x.Ref, y.Ref) || x.Type!.Fields.All(f => Equals(f.Get(x.Ref!), f.Get(y.Ref!))),
            GoKind.Pointer or GoKind.Slice or GoKind.Map or GoKind.Func => ReferenceEquals(x.Ref, y.Ref),
            _ => x.Bits == y.Bits,
        };
    }

    public int GetHashCode(GoValue obj) => obj.Kind switch
    {
        GoKind.Invalid => 0,
        GoKind.String => obj.AsString.GetHashCode(StringComparison.Ordinal),
        GoKind.Float32 or GoKind.Float64 => obj.AsFloat.GetHashCode(),
        GoKind.Complex128 => obj.AsComplex.GetHashCode(),
        GoKind.Array or GoKind.Struct => obj.Type!.GetHashCode(),
        GoKind.Pointer or GoKind.Slice or GoKind.Map or GoKind.Func =>
            obj.Ref is null ? 1 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Ref),
        _ => obj.Bits.GetHashCode(),
    };

    /// <summary>The order in which fmt prints map keys: nil first, then by kind, numbers by value, strings by bytes.</summary>
    public static int Order(GoValue x, GoValue y)
    {
        if (x.Kind != y.Kind)
        {
            return x.Kind.CompareTo(y.Kind);
        }

        return x.Kind switch
        {
            GoKind.String => GoText.Compare(x.AsString, y.AsString),
            GoKind.Float32 or GoKind.Float64 => x.AsFloat.CompareTo(y.AsFloat),
            >= GoKind.Uint and <= GoKind.Uintptr => x.AsUint.CompareTo(y.AsUint),
            GoKind.Complex128 => x.AsComplex.Real != y.AsComplex.Real
                ? x.AsComplex.Real.CompareTo(y.AsComplex.Real)
                : x.AsComplex.Imaginary.CompareTo(y.AsComplex.Imaginary),
            GoKind.Struct => OrderFields(x, y),
            _ => x.Bits.CompareTo(y.Bits),
        };
    }

    private static int OrderFields(GoValue x, GoValue y)
    {
        foreach (var field in x.Type!.Fields)
        {
            var order = Order(field.Get(x.Ref!), field.Get(y.Ref!));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
