namespace Warewulf.Edge.Hosting;

/// <summary>Where the installation's files lie, found from where the program lies.</summary>
public static class Installation
{
    /// <summary>
    /// Shared files: <c>share/warewulf</c> of the prefix whose <c>lib/warewulf</c> holds the program; <c>WAREWULF_SHARE</c> names another
    /// directory, for a program that runs from where it was built.
    /// </summary>
    public static string Share() =>
        Environment.GetEnvironmentVariable("WAREWULF_SHARE") is { Length: > 0 } share
            ? Path.GetFullPath(share)
            : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../share/warewulf"));
}
