namespace Warewulf.TestKit;

/// <summary>A test that needs programs which <c>deploy/lab/packages --tests</c> installs; skipped where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    /// <summary>Names the programs.</summary>
    public ProgramFactAttribute(params string[] programs) => Skip = ProgramTheoryAttribute.Missing(programs);
}
