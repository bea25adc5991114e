using Warewulf.Core.Boot;

namespace Warewulf.Edge.Boot;

/// <summary>
/// Boot loaders under the names that DHCP hands out, over TFTP and HTTP alike: <c>warewulf/NAME</c> or <c>NAME</c> is a file of the loader directory, or of
/// the subdirectories in which packages keep those of other architectures.
/// </summary>
internal sealed class LoaderFiles
{
    private readonly ServedDirectory _files;

    public LoaderFiles(EdgeOptions options) => _files = new ServedDirectory(options.LoaderDirectory);

    /// <summary>Where they are kept.</summary>
    public string Directory => _files.Root;

    /// <summary>Opens a loader.</summary>
    /// <param name="asked">The name as a client sent it; not to be trusted.</param>
    /// <exception cref="IOException">The system cannot open it for a reason that is not the client's.</exception>
    public ServedFile Open(string asked)
    {
        const string Prefix = BootLoaderTable.Directory + "/";
        var name = asked.Replace('\\', '/').TrimStart('/');
        name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        var found = _files.Open(name);
        if (found.Handle is not null || name.Contains('/', StringComparison.Ordinal))
        {
            return found;
        }

        return Subdirectories().Select(subdirectory => _files.Open($"{subdirectory}/{name}")).FirstOrDefault(other => other.Handle is not null) ?? found;
    }

    /// <summary>Whether there is a loader of a name that can be opened.</summary>
    public bool Has(string name)
    {
        try
        {
            using var handle = Open(name).Handle;
            return handle is not null;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Looked for each time, so that a package installed later needs no restart; only names that are not in the directory itself come here.
    private IEnumerable<string> Subdirectories()
    {
        var directory = new DirectoryInfo(_files.Root);
        return directory.Exists ? directory.EnumerateDirectories().Select(found => found.Name).Order(StringComparer.Ordinal) : [];
    }
}
