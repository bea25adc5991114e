using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>eq ne lt le gt ge: strict about types, except that signed and unsigned integers compare with each other.</summary>
internal static class Comparisons
{
    private enum Basic
    {
        None,
        Bool,
        Complex,
        Int,
        Float,
        String,
        Uint,
    }

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("eq", GoType.Bool, [GoType.Raw, GoType.Raw], static (_, a) => GoValue.Bool(EqualsAny(a))),
        Pair("ne", static (_, a) => GoValue.Bool(!AreEqual(a[0].Unwrap(), a[1].Unwrap()))),
        Pair("lt", static (_, a) => GoValue.Bool(Less(a[0].Unwrap(), a[1].Unwrap()))),
        Pair("le", static (_, a) => GoValue.Bool(Less(a[0].Unwrap(), a[1].Unwrap()) || AreEqual(a[0].Unwrap(), a[1].Unwrap()))),
        Pair("gt", static (_, a) => GoValue.Bool(!Less(a[0].Unwrap(), a[1].Unwrap()) && !AreEqual(a[0].Unwrap(), a[1].Unwrap()))),
        Pair("ge", static (_, a) => GoValue.Bool(!Less(a[0].Unwrap(), a[1].Unwrap()))),
    ];

    private static GoFunction Pair(string name, GoFunctionBody compare) => GoFunction.Create(name, GoType.Bool, [GoType.Raw, GoType.Raw], compare);

    private static bool EqualsAny(ReadOnlySpan<GoValue> arguments)
    {
        if (arguments.Length < 2)
        {
            throw new GoFunctionException("missing argument for comparison");
        }

        var first = arguments[0].Unwrap();
        foreach (var other in arguments[1..])
        {
            if (AreEqual(first, other.Unwrap()))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreEqual(in GoValue x, in GoValue y)
    {
        if (ReferenceEquals(x.Type, GoType.String) && ReferenceEquals(y.Type, GoType.String))
        {
            return string.Equals(x.AsString, y.AsString, StringComparison.Ordinal);
        }

        var (kind, other) = (KindOf(x), KindOf(y));
        if (kind == other)
        {
            return kind switch
            {
                Basic.String => string.Equals(x.AsString, y.AsString, StringComparison.Ordinal),
                Basic.Float => x.AsFloat == y.AsFloat,
                Basic.Complex => x.AsComplex == y.AsComplex,
                Basic.None => CompositesAreEqual(x, y),
                _ => x.Bits == y.Bits,
            };
        }

        return (kind, other) switch
        {
            (Basic.Int, Basic.Uint) => x.AsInt >= 0 && x.AsUint == y.AsUint,
            (Basic.Uint, Basic.Int) => y.AsInt >= 0 && x.AsUint == y.AsUint,
            _ => x.IsValid && y.IsValid ? throw Incompatible(x, y) : false,
        };
    }

    private static bool CompositesAreEqual(GoValue x, GoValue y)
    {
        if (x.Kind != y.Kind && x.IsValid && y.IsValid)
        {
            throw new GoFunctionException($"non-comparable types {Text(x)}: {x.Type}, {y.Type}: {y}");
        }

        if (x.IsNil || y.IsNil)
        {
            return x.IsNil == y.IsNil;
        }

        return y.Type!.IsComparable
            ? GoValueComparer.Instance.Equals(x, y)
            : throw new GoFunctionException($"non-comparable type {Text(y)}: {y.Type}");
    }

    private static string Text(GoValue value) => GoFormatter.PrintVerb(value, 's');

    private static bool Less(GoValue x, GoValue y)
    {
        var (kind, other) = (KindOf(x), KindOf(y));
        if (kind == Basic.None || other == Basic.None)
        {
            throw new GoFunctionException("invalid type for comparison");
        }

        return (kind, other) switch
        {
            (Basic.Int, Basic.Int) => x.AsInt < y.AsInt,
            (Basic.Uint, Basic.Uint) => x.AsUint < y.AsUint,
            (Basic.Int, Basic.Uint) => x.AsInt < 0 || x.AsUint < y.AsUint,
            (Basic.Uint, Basic.Int) => y.AsInt >= 0 && x.AsUint < y.AsUint,
            (Basic.Float, Basic.Float) => x.AsFloat < y.AsFloat,
            (Basic.String, Basic.String) => GoText.Compare(x.AsString, y.AsString) < 0,
            _ => throw (kind == other ? new GoFunctionException("invalid type for comparison") : Incompatible(x, y)),
        };
    }

    private static GoFunctionException Incompatible(GoValue x, GoValue y) => new($"incompatible types for comparison: {x.Type} and {y.Type}");

    private static Basic KindOf(GoValue value) => value.Type switch
    {
        { Kind: GoKind.Bool } => Basic.Bool,
        { Kind: GoKind.String } => Basic.String,
        { Kind: GoKind.Complex128 } => Basic.Complex,
        { IsSigned: true } => Basic.Int,
        { IsUnsigned: true } => Basic.Uint,
        { IsFloat: true } => Basic.Float,
        _ => Basic.None,
    };
}
