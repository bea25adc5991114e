using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp;

internal sealed partial class DhcpListener
{
    [LoggerMessage(3020, LogLevel.Debug, "Datagram from {Remote} on interface {Interface} ignored because {Reason}: {Detail}")]
    private static partial void LogDropped(ILogger logger, IPEndPoint remote, string @interface, DhcpSilence? reason, string detail);

    [LoggerMessage(3021, LogLevel.Debug, "{Type} from {Mac} in segment {Segment} dropped: {Reason}")]
    private static partial void LogNotTaken(ILogger logger, DhcpMessageType type, MacAddress mac, SegmentName segment, DhcpSilence reason);

    [LoggerMessage(3022, LogLevel.Error, "A datagram from {Remote} on interface {Interface} could not be handled")]
    private static partial void LogFailed(ILogger logger, IPEndPoint remote, string @interface, Exception failure);

    [LoggerMessage(3023, LogLevel.Error, "A request of machine {Mac} in segment {Segment} could not be handled")]
    private static partial void LogRequestFailed(ILogger logger, MacAddress mac, SegmentName segment, Exception failure);

    [LoggerMessage(3024, LogLevel.Warning, "Interface {Interface} receives nothing ({Error}); trying again in {Delay}")]
    private static partial void LogNotReceiving(ILogger logger, string @interface, SocketError error, TimeSpan delay);
}
