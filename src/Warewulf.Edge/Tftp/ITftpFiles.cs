namespace Warewulf.Edge.Tftp;

/// <summary>The files a TFTP server offers, read from disk or made for the occasion.</summary>
public interface ITftpFiles
{
    /// <summary>Finds the content for a request. Called for many requests at a time; a slow answer delays only its own transfer.</summary>
    /// <param name="request">Who wants what; the name is not to be trusted.</param>
    /// <param name="cancellationToken">The client gave up or the server stops.</param>
    /// <returns>Content or a refusal. An exception is logged as a fault of the server, and the client is told that the server failed.</returns>
    ValueTask<TftpOpenResult> OpenAsync(TftpFileRequest request, CancellationToken cancellationToken);
}
