using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Warewulf.Templates.Values;

/// <summary>
/// A Go value with its type. Strings are C# strings; bytes that are not UTF-8 are kept as lone low surrogates U+DC80 to U+DCFF
/// (see <see cref="GoText"/>). A value read from an interface slot remembers the slot, because Go's messages and nil rules depend on it.
/// </summary>
public readonly struct GoValue
{
    private readonly long _bits;
    private readonly int _slot;
    private readonly int _path;

    internal GoValue(GoType? type, object? reference, long bits = 0, GoType? slot = null)
        : this(type, reference, bits, slot?.SlotNumber ?? 0, 0)
    {
    }

    private GoValue(GoType? type, object? reference, long bits, int slot, int path)
    {
        Type = type;
        Ref = reference;
        _bits = bits;
        _slot = slot;
        _path = path;
    }

    /// <summary>No value: what a missing map key gives. Also nil without a type.</summary>
    public static GoValue Nil => default;

    /// <summary>The dynamic type; null for the missing value and for a nil interface.</summary>
    public GoType? Type { get; }

    /// <summary>The interface type of the slot the value was read from; null when it did not come from an interface.</summary>
    internal GoType? Slot => _slot == 0 ? null : InterfaceTypes.Get(_slot);

    /// <summary>True when the value was read from an interface.</summary>
    internal bool HasSlot => _slot != 0;

    /// <summary>The number of the path by which an observed execution read the value from its data; 0 for values of its own making.</summary>
    internal int Path => _path;

    internal object? Ref { get; }

    internal long Bits => _bits;

    /// <summary>False for the missing value only; a nil interface read from a slot is valid.</summary>
    public bool IsValid => Type is not null || _slot != 0;

    /// <summary>The kind of the dynamic value; <see cref="GoKind.Invalid"/> for missing values and nil interfaces.</summary>
    public GoKind Kind => Type?.Kind ?? GoKind.Invalid;

    /// <summary>The type the expression has in Go: the interface of the slot where there is one.</summary>
    internal GoType? StaticType => Slot ?? Type;

    /// <summary>The value without its slot.</summary>
    internal GoValue Unwrap() => _slot == 0 ? this : new GoValue(Type, Ref, _bits, 0, Path);

    /// <summary>The value without its slot when that is the empty interface: what a pipeline passes on.</summary>
    internal GoValue UnwrapAny() =>
        _slot == InterfaceTypes.Any || (_slot != 0 && !InterfaceTypes.Get(_slot).IsError) ? new GoValue(Type, Ref, _bits, 0, Path) : this;

    /// <summary>Marks the value as held by a slot of the given type; does nothing unless that is an interface.</summary>
    internal GoValue InSlot(GoType slot) => slot.SlotNumber != 0 ? new GoValue(Type, Ref, _bits, slot.SlotNumber, Path) : this;

    /// <summary>The value as read by another path.</summary>
    internal GoValue WithPath(int path) => new(Type, Ref, _bits, _slot, path);

    /// <summary>Gives a variable or an item of an array another path, where it stands: values are large to copy.</summary>
    internal static void SetPath(ref GoValue value, int path) => Unsafe.AsRef(in value._path) = path;

    /// <summary>The value under another type of the same representation.</summary>
    internal GoValue WithType(GoType type) => new(type, Ref, _bits, 0, Path);

    /// <summary>A string; null gives the empty string.</summary>
    public static GoValue String(string? value) => new(GoType.String, value ?? "");

    /// <summary>A string of a named string type, such as node.WWbool.</summary>
    public static GoValue String(GoType type, string? value) => new(type, value ?? "");

    /// <summary>A bool.</summary>
    public static GoValue Bool(bool value) => new(GoType.Bool, null, value ? 1 : 0);

    /// <summary>An int.</summary>
    public static GoValue Int(long value) => new(GoType.Int, null, value);

    /// <summary>An int64.</summary>
    public static GoValue Int64(long value) => new(GoType.Int64, null, value);

    /// <summary>A value of a signed or unsigned integer type or bool, from its bits.</summary>
    public static GoValue Integer(GoType type, long value) => new(type, null, value);

    /// <summary>A float64.</summary>
    public static GoValue Float(double value) => Float(GoType.Float64, value);

    /// <summary>A value of a floating-point type.</summary>
    public static GoValue Float(GoType type, double value) => new(type, null, BitConverter.DoubleToInt64Bits(value));

    internal static GoValue Complex(Complex value) => new(GoType.Complex128, value);

    /// <summary>An address as net.IP; null gives the nil address.</summary>
    public static GoValue IP(IPAddress? value) => NetIp.Value(value);

    /// <summary>A time.Time. Without an offset it is UTC, otherwise in a zone without a name.</summary>
    public static GoValue Time(DateTimeOffset moment) => Times.TimeTypes.Value(Times.GoTime.From(moment));

    /// <summary>A time.Time shown in a zone.</summary>
    public static GoValue Time(DateTimeOffset moment, Times.GoLocation zone) => Times.TimeTypes.Value(Times.GoTime.From(moment).In(zone));

    /// <summary>A time.Duration; the most a duration holds when the span is longer, which is 292 years.</summary>
    public static GoValue Duration(TimeSpan span) =>
        new(GoType.Duration, null, (long)Int128.Clamp((Int128)span.Ticks * 100, long.MinValue, long.MaxValue));

    /// <summary>A struct value over a C# object described by <paramref name="type"/>.</summary>
    public static GoValue Struct(GoType type, object target) => new(type, target ?? throw new ArgumentNullException(nameof(target)));

    /// <summary>A pointer to a struct described by <paramref name="structType"/>; null gives the nil pointer.</summary>
    public static GoValue Pointer(GoType structType, object? target)
    {
        ArgumentNullException.ThrowIfNull(structType);
        return new(structType.Pointer, target);
    }

    /// <summary>A pointer to a plain value, such as *bool; <see cref="Nil"/> gives the nil pointer.</summary>
    public static GoValue PointerTo(GoType elementType, GoValue value)
    {
        ArgumentNullException.ThrowIfNull(elementType);
        return new(elementType.Pointer, value.IsValid ? value.Type!.Kind == GoKind.Struct ? value.Ref : new GoBox(value) : null);
    }

    /// <summary>An []interface {} over the given values.</summary>
    public static GoValue List(params IReadOnlyList<GoValue> items) => List(GoType.Any, items);

    /// <summary>A []T over the given values, all of which must be of type T.</summary>
    public static GoValue List(GoType element, IReadOnlyList<GoValue> items)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new(element.Slice, GoList.Of(element, items));
    }

    /// <summary>A []T over a C# list whose items are converted when a template reads them; null gives the nil slice.</summary>
    public static GoValue List<T>(GoType element, IReadOnlyList<T>? items, Func<T, GoValue> convert)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new(element.Slice, items is null ? null : GoList.Bind(element, items, convert));
    }

    /// <summary>A []string over a C# list; null gives the nil slice.</summary>
    public static GoValue Strings(IReadOnlyList<string>? items) => List(GoType.String, items, static s => String(s));

    /// <summary>A value of a slice, array or named slice type over a list.</summary>
    internal static GoValue Sequence(GoType type, GoList? items) => new(type, items);

    /// <summary>A map[string]T over a C# dictionary whose values are converted when a template reads them; null gives the nil map.</summary>
    public static GoValue Map<T>(GoType element, IReadOnlyDictionary<string, T>? items, Func<T, GoValue> convert)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new(element.MapFrom(GoType.String), items is null ? null : new GoBoundMap<T>(element, items, convert));
    }

    /// <summary>A map[string]string over a C# dictionary; null gives the nil map.</summary>
    public static GoValue Strings(IReadOnlyDictionary<string, string>? items) => Map(GoType.String, items, static s => String(s));

    /// <summary>A map[string]interface {} over the given entries.</summary>
    public static GoValue Dictionary(IEnumerable<KeyValuePair<string, GoValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var map = new GoDictionary(GoType.Dictionary);
        foreach (var (key, value) in entries)
        {
            map.Set(String(key), value);
        }

        return new(GoType.Dictionary, map);
    }

    internal static GoValue Map(GoType type, GoMap? map) => new(type, map);

    /// <summary>An error with the given text.</summary>
    public static GoValue Error(string message) => new(GoType.ErrorString, message, 0, GoType.Error);

    /// <summary>The zero value of a type: "", 0, false, nil.</summary>
    public static GoValue Zero(GoType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            GoKind.Interface => new GoValue(null, null, 0, type),
            GoKind.String => new GoValue(type, ""),
            GoKind.Complex128 => new GoValue(type, default(Complex)),
            GoKind.Array => new GoValue(type, GoList.Of(type.Element!, Enumerable.Repeat(Zero(type.Element!), type.Length).ToArray())),
            GoKind.Struct => new GoValue(type, type.Fields.Select(f => Zero(f.Type)).ToArray()),
            _ => new GoValue(type, null),
        };
    }

    internal long AsInt => _bits;

    internal ulong AsUint => (ulong)_bits;

    internal bool AsBool => _bits != 0;

    internal double AsFloat => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The text of a string value.</summary>
    public string AsString => (string)Ref!;

    /// <summary>The number in an integer value.</summary>
    public long AsInteger => _bits;

    /// <summary>The C# object behind a struct or a pointer to one; null for everything else and for nil pointers.</summary>
    public object? Target => Kind == GoKind.Struct || (Kind == GoKind.Pointer && Type!.Element!.Kind == GoKind.Struct) ? Ref : null;

    internal Complex AsComplex => (Complex)Ref!;

    internal GoList AsList => Ref switch
    {
        GoList list => list,
        IPAddress address => NetIp.Bytes(address),
        _ => GoList.Empty,
    };

    internal GoMap? AsMap => (GoMap?)Ref;

    /// <summary>True for a nil pointer, map, slice, function or interface.</summary>
    internal bool IsNil => Type is null || (Ref is null && Type.CanBeNil);

    /// <summary>What a non-nil pointer points to.</summary>
    internal GoValue Dereference() => Type!.Element!.Kind == GoKind.Struct || Ref is not GoBox box
        ? new GoValue(Type.Element, Ref, 0, 0, Path)
        : box.Value.InSlot(Type.Element).WithPath(Path);

    /// <summary>Prints the value as Go's <c>%v</c> does.</summary>
    public override string ToString() => Functions.GoFormatter.Print(this);
}
