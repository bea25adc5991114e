namespace Warewulf.Edge.Tftp;

/// <summary>Told of every transfer a <see cref="TftpServer"/> ends, so that the boot of a node can be followed.</summary>
public interface ITftpObserver
{
    /// <summary>
    /// A request was served or refused. Called once for each, by many threads at a time; it holds up the end of that transfer only and should return soon.
    /// Requests dropped because the server is full, repetitions of a running request and malformed packets are not reported.
    /// </summary>
    void TransferEnded(TftpTransferResult result);
}
