using System.Net;
using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Dhcp;

public sealed partial class DhcpServer
{
    [LoggerMessage(3040, LogLevel.Information, "Answering DHCP on interface {Interface} ({Address})")]
    private static partial void LogListening(ILogger logger, string @interface, IPAddress address);
}
