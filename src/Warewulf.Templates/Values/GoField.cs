namespace Warewulf.Templates.Values;

/// <summary>A field of a struct type.</summary>
public abstract class GoField
{
    private protected GoField(string name, GoType type, string? jsonName = null, bool omitEmpty = false)
    {
        Name = name;
        Type = type;
        JsonName = jsonName ?? name;
        OmitEmpty = omitEmpty;
    }

    /// <summary>The Go name.</summary>
    public string Name { get; }

    /// <summary>The declared type.</summary>
    public GoType Type { get; }

    /// <summary>The key that <c>toJson</c> writes; <c>-</c> leaves the field out.</summary>
    public string JsonName { get; }

    /// <summary>True when <c>toJson</c> leaves the field out while it holds its zero value.</summary>
    public bool OmitEmpty { get; }

    /// <summary>Reads the field of an object.</summary>
    internal abstract GoValue Get(object target);

    internal bool IsExported => char.IsUpper(Name, 0);
}
