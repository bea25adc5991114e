using Warewulf.Edge.Boot;

namespace Warewulf.Edge.Tftp;

/// <summary>
/// The regular files below one directory. Names start at that directory whether or not they start with slashes; a backslash counts as a slash. Symbolic links
/// are followed while they stay inside. A file may be replaced (by renaming) at any time: running transfers go on with the old one.
/// </summary>
/// <param name="root">The directory; it need not exist yet.</param>
public sealed class TftpDirectory(string root) : ITftpFiles
{
    private readonly ServedDirectory _directory = new(root);

    /// <inheritdoc/>
    public ValueTask<TftpOpenResult> OpenAsync(TftpFileRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(TftpOpenResult.Of(_directory.Open(request.Name)));
    }
}
