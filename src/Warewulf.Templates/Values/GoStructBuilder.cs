namespace Warewulf.Templates.Values;

/// <summary>Collects the fields and methods of a struct type that stands for the C# class <typeparamref name="T"/>.</summary>
public sealed class GoStructBuilder<T>
    where T : class
{
    internal GoStructBuilder(GoType type) => Type = type;

    /// <summary>The type being declared, for fields that refer to it (<c>t.Type.Pointer</c>).</summary>
    public GoType Type { get; }

    internal List<GoField> Fields { get; } = [];

    internal List<GoMethod> Methods { get; } = [];

    internal Func<GoValue, string>? Text { get; private set; }

    /// <summary>Adds a field of any type. The getter must return a value of that type, or <see cref="GoValue.Nil"/> where nil is allowed.</summary>
    /// <param name="name">The Go name; a lower-case first letter makes the field invisible to templates.</param>
    /// <param name="type">The declared Go type.</param>
    /// <param name="get">Reads the field.</param>
    /// <param name="jsonName">The key in toJson; the Go name when null, left out when <c>-</c>.</param>
    /// <param name="omitEmpty">True to leave the field out of toJson while it is zero.</param>
    public GoStructBuilder<T> Field(string name, GoType type, Func<T, GoValue> get, string? jsonName = null, bool omitEmpty = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(get);
        Fields.Add(new GoBoundField<T>(name, type, get, jsonName, omitEmpty));
        return this;
    }

    /// <summary>Adds a field of type string; null reads as the empty string.</summary>
    public GoStructBuilder<T> Field(string name, Func<T, string?> get)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(get);
        Fields.Add(new GoStringField<T>(name, get));
        return this;
    }

    /// <summary>Adds a field of type bool.</summary>
    public GoStructBuilder<T> Field(string name, Func<T, bool> get) => Field(name, GoType.Bool, x => GoValue.Bool(get(x)));

    /// <summary>Adds a field of type int.</summary>
    public GoStructBuilder<T> Field(string name, Func<T, long> get) => Field(name, GoType.Int, x => GoValue.Int(get(x)));

    /// <summary>Adds a method without parameters.</summary>
    public GoStructBuilder<T> Method(string name, GoType result, Func<T, GoValue> call) => Method(
        name, GoFunction.Create(name, result, [], (_, args) => call((T)args[0].Ref!)));

    /// <summary>Adds a method with parameters; the function's first argument is the receiver, which its declared parameters do not name.</summary>
    public GoStructBuilder<T> Method(string name, GoFunction function)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        Methods.Add(new GoMethod(name, function));
        return this;
    }

    /// <summary>Says how a value prints: Go's String method with a value receiver.</summary>
    public GoStructBuilder<T> String(Func<T, string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = v => text((T)v.Ref!);
        return Method("String", GoType.String, x => GoValue.String(text(x)));
    }
}
