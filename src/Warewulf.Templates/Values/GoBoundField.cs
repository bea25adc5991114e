namespace Warewulf.Templates.Values;

/// <summary>A field read from a C# object.</summary>
internal sealed class GoBoundField<T>(string name, GoType type, Func<T, GoValue> get, string? jsonName = null, bool omitEmpty = false)
    : GoField(name, type, jsonName, omitEmpty)
    where T : class
{
    private readonly GoValue _zero = GoValue.Zero(type);

    internal override GoValue Get(object target)
    {
        var value = get((T)target);
        return value.IsValid ? value.InSlot(Type) : _zero;
    }
}
