using System.Net;

namespace Warewulf.Edge.Tftp;

/// <summary>What became of one read request.</summary>
/// <param name="Remote">The client.</param>
/// <param name="LocalAddress">The address of this machine the client asked.</param>
/// <param name="InterfaceIndex">The network interface the request came in on.</param>
/// <param name="FileName">The name as the client sent it, free of control characters.</param>
/// <param name="Bytes">The octets the client acknowledged; the whole file when completed.</param>
/// <param name="Duration">From the request to the end.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">More about an outcome other than completed: the error sent or received; null when there is no more to say.</param>
public sealed record TftpTransferResult(
    IPEndPoint Remote,
    IPAddress LocalAddress,
    int InterfaceIndex,
    string FileName,
    long Bytes,
    TimeSpan Duration,
    TftpOutcome Outcome,
    string? Detail);
