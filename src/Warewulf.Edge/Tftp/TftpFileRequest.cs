using System.Net;

namespace Warewulf.Edge.Tftp;

/// <summary>A client's wish for a file.</summary>
/// <param name="Name">The name as sent: from outside, may hold slashes, backslashes and "..", but no control characters. Never empty.</param>
/// <param name="Remote">The client.</param>
/// <param name="LocalAddress">The address of this machine the client asked.</param>
/// <param name="InterfaceIndex">The network interface the request came in on.</param>
public sealed record TftpFileRequest(string Name, IPEndPoint Remote, IPAddress LocalAddress, int InterfaceIndex);
