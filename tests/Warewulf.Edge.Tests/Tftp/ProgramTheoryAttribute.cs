namespace Warewulf.Edge.Tests.Tftp;

/// <summary>A theory that is skipped where a program is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(string program)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(':').Any(directory => File.Exists(Path.Combine(directory, program))))
        {
            Skip = $"'{program}' is not installed";
        }
    }
}
