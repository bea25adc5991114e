namespace Warewulf.Architecture.Tests;

/// <summary>The checkout these tests look at.</summary>
internal static class Repository
{
    /// <summary>Found by walking up to the solution: paths recorded by the compiler are rewritten in deterministic builds.</summary>
    public static string Root { get; } = Find();

    /// <summary>Source files below a directory of the checkout, relative to its root.</summary>
    public static IEnumerable<string> Files(string directory, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, directory), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts"));

    /// <summary>The text of a file of the checkout.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Warewulf.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("Warewulf.sln is in no directory above the tests.");
    }
}
