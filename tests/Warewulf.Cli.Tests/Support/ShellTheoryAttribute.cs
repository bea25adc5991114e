namespace Warewulf.Cli.Tests.Support;

/// <summary>A theory that needs a shell, and is skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell)
    {
        Shell = shell;
        var places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        Skip = places.Any(place => File.Exists(Path.Combine(place, shell))) ? null! : $"{shell} is not installed.";
    }

    public string Shell { get; }
}
