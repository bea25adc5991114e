namespace Warewulf.Edge.Tests.Hosting;

/// <summary>A test that needs root, as for a file system of its own; skipped for others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.UserName == "root" ? null : "Needs root.";
}
