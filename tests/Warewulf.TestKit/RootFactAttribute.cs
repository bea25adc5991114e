namespace Warewulf.TestKit;

/// <summary>A test that needs root, as for a disk or files of its own; skipped for others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "Needs root.";
}
