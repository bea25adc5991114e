namespace Warewulf.Templates.Values;

/// <content>The predeclared types and net.IP.</content>
public sealed partial class GoType
{
    /// <summary>The empty interface, any.</summary>
    public static GoType Any { get; } = new(GoKind.Interface, "interface {}", false);

    /// <summary>The interface error.</summary>
    public static GoType Error { get; } = new(GoKind.Interface, "error", true) { IsError = true };

    /// <summary>bool.</summary>
    public static GoType Bool { get; } = Basic(GoKind.Bool, "bool");

    /// <summary>int.</summary>
    public static GoType Int { get; } = Basic(GoKind.Int, "int");

    /// <summary>int8.</summary>
    public static GoType Int8 { get; } = Basic(GoKind.Int8, "int8");

    /// <summary>int16.</summary>
    public static GoType Int16 { get; } = Basic(GoKind.Int16, "int16");

    /// <summary>int32.</summary>
    public static GoType Int32 { get; } = Basic(GoKind.Int32, "int32");

    /// <summary>int64.</summary>
    public static GoType Int64 { get; } = Basic(GoKind.Int64, "int64");

    /// <summary>uint.</summary>
    public static GoType Uint { get; } = Basic(GoKind.Uint, "uint");

    /// <summary>uint8.</summary>
    public static GoType Uint8 { get; } = Basic(GoKind.Uint8, "uint8");

    /// <summary>uint16.</summary>
    public static GoType Uint16 { get; } = Basic(GoKind.Uint16, "uint16");

    /// <summary>uint32.</summary>
    public static GoType Uint32 { get; } = Basic(GoKind.Uint32, "uint32");

    /// <summary>uint64.</summary>
    public static GoType Uint64 { get; } = Basic(GoKind.Uint64, "uint64");

    /// <summary>uintptr.</summary>
    public static GoType Uintptr { get; } = Basic(GoKind.Uintptr, "uintptr");

    /// <summary>float32.</summary>
    public static GoType Float32 { get; } = Basic(GoKind.Float32, "float32");

    /// <summary>float64.</summary>
    public static GoType Float64 { get; } = Basic(GoKind.Float64, "float64");

    /// <summary>complex128.</summary>
    public static GoType Complex128 { get; } = Basic(GoKind.Complex128, "complex128");

    /// <summary>string.</summary>
    public static GoType String { get; } = Basic(GoKind.String, "string");

    /// <summary>The type of a function value.</summary>
    public static GoType Func { get; } = new(GoKind.Func, "func()", false);

    /// <summary>
    /// A parameter that takes any value as it is, with the missing value and nil kept apart from a typed nil. The builtins use it;
    /// it corresponds to a Go parameter of type reflect.Value.
    /// </summary>
    public static GoType Raw { get; } = new(GoKind.Struct, "reflect.Value", true);

    /// <summary>map[string]interface {}.</summary>
    public static GoType Dictionary { get; } = Any.MapFrom(String);

    /// <summary>map[string]string.</summary>
    public static GoType StringMap { get; } = String.MapFrom(String);

    /// <summary>[]interface {}.</summary>
    public static GoType List => Any.Slice;

    /// <summary>[]string.</summary>
    public static GoType StringList => String.Slice;

    /// <summary>net.IP: prints as an address, has the methods String, To4, To16, IsLoopback, Equal and DefaultMask.</summary>
    public static GoType IP { get; } = NetIp.Declare();

    /// <summary>The concrete type behind errors made with errors.New.</summary>
    internal static GoType ErrorString { get; } = DeclareErrorString();

    internal static GoType NamedWithMethods(string name, GoType underlying, Func<GoValue, string> text, IReadOnlyList<GoMethod> methods)
    {
        var type = Named(name, underlying, text);
        type.Complete([], methods, text);
        return type;
    }

    private static GoType Basic(GoKind kind, string name) => new(kind, name, true);

    private static GoType DeclareErrorString()
    {
        var target = new GoType(GoKind.Struct, "errors.errorString", true);
        var text = GoFunction.Create("Error", String, [], static (_, args) => GoValue.String((string)args[0].Ref!));
        target.Complete([new GoBoundField<string>("s", String, static text => GoValue.String(text))], [new GoMethod("Error", text)], null);
        var pointer = new GoType(GoKind.Pointer, "*errors.errorString", false) { Element = target, IsError = true, _text = v => (string)v.Ref! };
        target._pointer = pointer;
        return pointer;
    }
}
