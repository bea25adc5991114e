namespace Warewulf.TestKit;

/// <summary>As <see cref="ProgramFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    /// <summary>Names the programs.</summary>
    public ProgramTheoryAttribute(params string[] programs) => Skip = Missing(programs);

    internal static string? Missing(string[] programs)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var missing = programs.Where(program => !path.Any(directory => File.Exists(Path.Combine(directory, program)))).ToList();
        return missing.Count > 0 ? $"Needs {string.Join(", ", missing)}: run deploy/lab/packages --tests."
            : Environment.IsPrivilegedProcess ? null
            : "Needs root.";
    }
}
