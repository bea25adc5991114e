using System.Net;
using System.Numerics;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>What counts as true: everything but false, 0, nil, the missing value and empty strings, slices, arrays and maps.</summary>
internal static class Truth
{
    public static bool Of(in GoValue value) => value.Kind switch
    {
        GoKind.Invalid => false,
        GoKind.String => value.AsString.Length > 0,
        GoKind.Slice or GoKind.Array => value.Ref is IPAddress || value.AsList.Count > 0,
        GoKind.Map => value.AsMap is { Count: > 0 },
        GoKind.Pointer or GoKind.Func => value.Ref is not null,
        GoKind.Float32 or GoKind.Float64 => value.AsFloat != 0,
        GoKind.Complex128 => value.AsComplex != Complex.Zero,
        GoKind.Struct => true,
        _ => value.Bits != 0,
    };
}
