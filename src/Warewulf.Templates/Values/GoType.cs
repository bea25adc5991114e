using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Warewulf.Templates.Values;

/// <summary>
/// Describes a Go type. Templates depend on the static types of Go (error texts, comparisons, parameter checks), so every value
/// carries one. Composite types are interned: two requests for <c>[]string</c> return the same object, and equality is identity.
/// </summary>
public sealed partial class GoType
{
    private static readonly ConcurrentDictionary<(int Length, GoType Element), GoType> Arrays = new();
    private readonly ConcurrentDictionary<GoType, GoType> _mapsByValue = new();
    private GoType? _slice;
    private GoType? _pointer;
    private GoField[] _fields = [];
    private Dictionary<string, GoField> _fieldsByName = [];
    private Dictionary<string, GoMethod> _methods = [];
    private Func<GoValue, string>? _text;
    private string? _signature;
    private long _signatureHash;

    private GoType(GoKind kind, string name, bool named)
    {
        Kind = kind;
        Name = name;
        IsNamed = named;
        SlotNumber = kind == GoKind.Interface ? InterfaceTypes.Add(this) : 0;
    }

    /// <summary>The number of an interface type, by which values name the slot they were read from; 0 for all other types.</summary>
    internal int SlotNumber { get; }

    /// <summary>The kind.</summary>
    public GoKind Kind { get; }

    /// <summary>The type as Go prints it, for example <c>map[string]*node.NetDev</c>.</summary>
    public string Name { get; }

    /// <summary>True when the type has a name of its own (node.NetDev, net.IP, string), false for []T, map[K]V, *T and anonymous structs.</summary>
    public bool IsNamed { get; }

    /// <summary>The element type of a slice, array, map or pointer; null otherwise.</summary>
    public GoType? Element { get; private init; }

    /// <summary>The key type of a map; null otherwise.</summary>
    public GoType? Key { get; private init; }

    /// <summary>The length of an array type; 0 otherwise.</summary>
    public int Length { get; private init; }

    /// <summary>The fields of a struct type in Go's order.</summary>
    public IReadOnlyList<GoField> Fields => _fields;

    internal bool IsInterface => SlotNumber != 0;

    /// <summary>True for slices, arrays and maps.</summary>
    internal bool IsContainer => Kind is GoKind.Slice or GoKind.Array or GoKind.Map;

    /// <summary>True for maps of no name whose keys a field can name: they have entries and no methods.</summary>
    internal bool IsPlainMap => Kind == GoKind.Map && !IsNamed && GoType.String.AssignableTo(Key!);

    internal bool IsEmptyInterface => ReferenceEquals(this, Any);

    /// <summary>The type <c>[]T</c> for this T.</summary>
    public GoType Slice => _slice ?? Interlocked.CompareExchange(ref _slice, new GoType(GoKind.Slice, "[]" + Name, false) { Element = this }, null) ?? _slice;

    /// <summary>The type <c>*T</c> for this T.</summary>
    public GoType Pointer => _pointer
        ?? Interlocked.CompareExchange(ref _pointer, new GoType(GoKind.Pointer, "*" + Name, false) { Element = this }, null) ?? _pointer;

    /// <summary>The type <c>map[key]T</c> for this T.</summary>
    public GoType MapFrom(GoType key) => _mapsByValue.GetOrAdd(
        key, static (k, v) => new GoType(GoKind.Map, $"map[{k.Name}]{v.Name}", false) { Key = k, Element = v }, this);

    /// <summary>The type <c>[length]T</c> for this T.</summary>
    public GoType ArrayOf(int length) => Arrays.GetOrAdd(
        (length, this), static x => new GoType(GoKind.Array, $"[{x.Length}]{x.Element.Name}", false) { Element = x.Element, Length = x.Length });

    /// <summary>Declares a named type over a basic, slice or map type, such as <c>node.WWbool</c> over string.</summary>
    /// <param name="name">The name as Go prints it, with its package.</param>
    /// <param name="underlying">The type that gives kind, element and key.</param>
    /// <param name="text">The String method; null when the Go type has none.</param>
    public static GoType Named(string name, GoType underlying, Func<GoValue, string>? text = null)
    {
        ArgumentNullException.ThrowIfNull(underlying);
        return new GoType(underlying.Kind, name, true) { Element = underlying.Element, Key = underlying.Key, Length = underlying.Length, _text = text };
    }

    /// <summary>Declares a struct type bound to the C# class <typeparamref name="T"/>.</summary>
    /// <param name="name">The name as Go prints it, for example <c>node.NetDev</c>.</param>
    /// <param name="describe">Adds the fields and methods, in Go's order. May refer to the type being declared: it runs at once, but getters run later.</param>
    public static GoType Struct<T>(string name, Action<GoStructBuilder<T>> describe)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(describe);
        var type = new GoType(GoKind.Struct, name, true);
        var builder = new GoStructBuilder<T>(type);
        describe(builder);
        type.Complete(builder.Fields, builder.Methods, builder.Text);
        return type;
    }

    /// <summary>Declares an anonymous struct; its name is put together from its fields as Go does.</summary>
    internal static GoType AnonymousStruct(IReadOnlyList<GoField> fields)
    {
        var inner = string.Join("; ", fields.Select(f => $"{f.Name} {f.Type.Name}"));
        var type = new GoType(GoKind.Struct, inner.Length == 0 ? "struct {}" : $"struct {{ {inner} }}", false);
        type.Complete(fields, [], null);
        return type;
    }

    /// <summary>
    /// All that a template can tell of the type without a value: its name, kind, members, and those of what it is made of. Types of one
    /// name may differ.
    /// </summary>
    internal string Signature => _signature ??= Describe();

    /// <summary>The first bytes of a digest of the signature.</summary>
    internal long SignatureHash
    {
        get
        {
            if (_signatureHash == 0)
            {
                _signatureHash = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Signature)));
            }

            return _signatureHash;
        }
    }

    private string Describe()
    {
        var members = string.Join(',', _fields.Select(static f => $"{f.Name} {f.Type.Name} {f.Type.Kind}"));
        var methods = string.Join(',', _methods.Keys.Order(StringComparer.Ordinal));
        var text = $"{Name} {Kind} {IsNamed} {Length} {_text is not null} {{{members}}} ({methods})";
        return text + (Element is null ? "" : " of " + Element.Signature) + (Key is null ? "" : " by " + Key.Signature);
    }

    internal GoField? Field(string name) => _fieldsByName.GetValueOrDefault(name);

    /// <summary>Finds a method callable on a value of this type. A pointer also has the methods of what it points to.</summary>
    internal GoMethod? Method(string name)
    {
        if (_methods.TryGetValue(name, out var method))
        {
            return method;
        }

        return Kind == GoKind.Pointer ? Element!._methods.GetValueOrDefault(name) : null;
    }

    /// <summary>The String or Error method, or null.</summary>
    internal Func<GoValue, string>? TextMethod => _text;

    internal bool IsError { get; private init; }

    /// <summary>The MarshalJSON method: the JSON of a value, null where that fails. Null for types that are written by their kind.</summary>
    internal Func<GoValue, string?>? JsonMethod { get; set; }

    /// <summary>The GoString method, which %#v prints; null for types that are written by their kind.</summary>
    internal Func<GoValue, string>? SourceMethod { get; set; }

    private void Complete(IReadOnlyList<GoField> fields, IReadOnlyList<GoMethod> methods, Func<GoValue, string>? text)
    {
        _fields = [.. fields];
        _fieldsByName = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        _methods = methods.ToDictionary(m => m.Name, StringComparer.Ordinal);
        _text = text;
    }

    /// <summary>True when a value of this type may be handed to a parameter of <paramref name="target"/> without conversion.</summary>
    internal bool AssignableTo(GoType target)
    {
        if (ReferenceEquals(this, target) || target.IsEmptyInterface)
        {
            return true;
        }

        if (ReferenceEquals(target, Error))
        {
            return IsError;
        }

        // Go lets an unnamed composite type stand for a named one with the same structure, as []byte for net.IP.
        return (!IsNamed || !target.IsNamed) && Kind == target.Kind && Kind is GoKind.Slice or GoKind.Map or GoKind.Array or GoKind.Pointer
            && ReferenceEquals(Element, target.Element) && ReferenceEquals(Key, target.Key) && Length == target.Length;
    }

    /// <summary>True when == is defined for all values of this type.</summary>
    internal bool IsComparable => Kind switch
    {
        GoKind.Slice or GoKind.Map or GoKind.Func => false,
        GoKind.Array => Element!.IsComparable,
        GoKind.Struct => _fields.All(f => f.Type.IsComparable),
        _ => true,
    };

    /// <summary>True when nil is a value of this type.</summary>
    internal bool CanBeNil => Kind is GoKind.Slice or GoKind.Map or GoKind.Func or GoKind.Pointer or GoKind.Interface;

    internal bool IsSigned => Kind is >= GoKind.Int and <= GoKind.Int64;

    internal bool IsUnsigned => Kind is >= GoKind.Uint and <= GoKind.Uintptr;

    internal bool IsFloat => Kind is GoKind.Float32 or GoKind.Float64;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
