namespace Warewulf.Templates.Values;

/// <summary>The kind of a Go type, as templates can observe it (in <c>kindOf</c>, comparisons and truth).</summary>
public enum GoKind
{
    /// <summary>No value at all: a missing map key, or <c>nil</c> without a type.</summary>
    Invalid,

    /// <summary>bool.</summary>
    Bool,

    /// <summary>int, 64 bits wide.</summary>
    Int,

    /// <summary>int8.</summary>
    Int8,

    /// <summary>int16.</summary>
    Int16,

    /// <summary>int32, also rune.</summary>
    Int32,

    /// <summary>int64.</summary>
    Int64,

    /// <summary>uint, 64 bits wide.</summary>
    Uint,

    /// <summary>uint8, also byte.</summary>
    Uint8,

    /// <summary>uint16.</summary>
    Uint16,

    /// <summary>uint32.</summary>
    Uint32,

    /// <summary>uint64.</summary>
    Uint64,

    /// <summary>uintptr.</summary>
    Uintptr,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>float64.</summary>
    Float64,

    /// <summary>complex128.</summary>
    Complex128,

    /// <summary>[N]T.</summary>
    Array,

    /// <summary>A function value.</summary>
    Func,

    /// <summary>any, error and other interfaces.</summary>
    Interface,

    /// <summary>map[K]V.</summary>
    Map,

    /// <summary>*T.</summary>
    Pointer,

    /// <summary>[]T.</summary>
    Slice,

    /// <summary>string.</summary>
    String,

    /// <summary>A struct.</summary>
    Struct,
}
