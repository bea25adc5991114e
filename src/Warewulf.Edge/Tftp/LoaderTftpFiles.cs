using Warewulf.Edge.Boot;

namespace Warewulf.Edge.Tftp;

/// <summary>The boot loaders, over TFTP.</summary>
internal sealed class LoaderTftpFiles : ITftpFiles
{
    private readonly LoaderFiles _files;

    public LoaderTftpFiles(LoaderFiles files) => _files = files;

    /// <inheritdoc/>
    public ValueTask<TftpOpenResult> OpenAsync(TftpFileRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(TftpOpenResult.Of(_files.Open(request.Name)));
}
