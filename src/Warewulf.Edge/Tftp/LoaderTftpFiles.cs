using Warewulf.Core.Boot;

namespace Warewulf.Edge.Tftp;

/// <summary>
/// Boot loaders under the names that DHCP hands out: <c>warewulf/NAME</c> is a file of the loader directory, or of the subdirectories in which
/// packages keep those of other architectures.
/// </summary>
internal sealed class LoaderTftpFiles : ITftpFiles
{
    private readonly TftpDirectory _files;
    private readonly string[] _subdirectories;

    public LoaderTftpFiles(string directory)
    {
        _files = new TftpDirectory(directory);
        _subdirectories = Directory.Exists(directory) ? [.. Directory.GetDirectories(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];
    }

    /// <inheritdoc/>
    public async ValueTask<TftpOpenResult> OpenAsync(TftpFileRequest request, CancellationToken cancellationToken)
    {
        const string Prefix = BootLoaderTable.Directory + "/";
        var name = request.Name.Replace('\\', '/').TrimStart('/');
        name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        var found = await _files.OpenAsync(request with { Name = name }, cancellationToken);
        if (found.Content is null && !name.Contains('/', StringComparison.Ordinal))
        {
            foreach (var subdirectory in _subdirectories)
            {
                var other = await _files.OpenAsync(request with { Name = $"{subdirectory}/{name}" }, cancellationToken);
                if (other.Content is not null)
                {
                    return other;
                }
            }
        }

        return found;
    }
}
