namespace Warewulf.Templates.Values;

/// <summary>A field of type string read from a C# object; null reads as the empty string.</summary>
internal sealed class GoStringField<T>(string name, Func<T, string?> get) : GoField(name, GoType.String)
    where T : class
{
    internal override GoValue Get(object target) => GoValue.String(get((T)target));
}
