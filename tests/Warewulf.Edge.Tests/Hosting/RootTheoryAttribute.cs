namespace Warewulf.Edge.Tests.Hosting;

/// <summary>A test that needs root, as for a privileged port; skipped for others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = Environment.UserName == "root" ? null : "Needs root.";
}
