namespace Warewulf.Templates.Values;

/// <summary>The target of a pointer to something that is not a struct.</summary>
internal sealed class GoBox(GoValue value)
{
    public GoValue Value { get; } = value.Unwrap();
}
