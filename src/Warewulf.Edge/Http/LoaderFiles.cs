namespace Warewulf.Edge.Http;

/// <summary>
/// Boot loader files for UEFI HTTP boot, below one directory. A bare name is also looked for in the subdirectories, in which packages keep the loaders
/// of other architectures.
/// </summary>
internal sealed class LoaderFiles
{
    private readonly string _directory;
    private readonly string[] _subdirectories;

    public LoaderFiles(EdgeOptions options)
    {
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.LoaderDirectory));
        _subdirectories = Directory.Exists(_directory) ? [.. Directory.GetDirectories(_directory).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The full path of a file, or nothing when there is none of that name inside the directory.</summary>
    public string? Find(string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var relative = name.TrimStart('/');
        var found = Inside(_directory, relative);
        return found is not null || relative.Contains('/', StringComparison.Ordinal)
            ? found
            : _subdirectories.Select(subdirectory => Inside(subdirectory, relative)).FirstOrDefault(path => path is not null);
    }

    private string? Inside(string directory, string name)
    {
        var path = Path.GetFullPath(Path.Combine(directory, name));
        return path.StartsWith(_directory + "/", StringComparison.Ordinal) && File.Exists(path) ? path : null;
    }
}
