using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp;

internal sealed partial class DhcpResponder
{
    [LoggerMessage(3000, LogLevel.Information,
        "Machine {Mac} (node {Node}) has address {Address} in segment {Segment}: {Kind}, architecture {Architecture}, boot file {BootFile}")]
    private static partial void LogLeased(
        ILogger logger, MacAddress mac, string node, SegmentName segment, IPAddress? address, DhcpClientKind kind, ClientArchitecture? architecture,
        string bootFile);

    [LoggerMessage(3001, LogLevel.Debug, "{Type} from {Mac} in segment {Segment}: answered {Answer} {Address} by rule {Handler}")]
    private static partial void LogAnswered(
        ILogger logger, DhcpMessageType type, MacAddress mac, SegmentName segment, DhcpMessageType? answer, IPAddress? address, string handler);

    [LoggerMessage(3002, LogLevel.Debug, "{Type} from {Mac} in segment {Segment}: no answer by rule {Handler} because {Reason}: {Detail}")]
    private static partial void LogSilent(
        ILogger logger, DhcpMessageType type, MacAddress mac, SegmentName segment, string handler, DhcpSilence? reason, string detail);

    [LoggerMessage(3003, LogLevel.Warning, "Machine {Mac} in segment {Segment}: {Warning}")]
    private static partial void LogWarning(ILogger logger, MacAddress mac, SegmentName segment, string warning);

    [LoggerMessage(3004, LogLevel.Warning, "No head answered within {Timeout} about the address of machine {Mac} in segment {Segment}")]
    private static partial void LogNoHead(ILogger logger, MacAddress mac, SegmentName segment, TimeSpan timeout);

    [LoggerMessage(3005, LogLevel.Warning, "The answer to machine {Mac} in segment {Segment} could not be sent to {Destination}: {Error}")]
    private static partial void LogNotSent(ILogger logger, MacAddress mac, SegmentName segment, IPEndPoint destination, SocketError error);

    [LoggerMessage(3006, LogLevel.Debug, "Machine {Mac} in segment {Segment} gave back address {Address}; found in use: {Declined}")]
    private static partial void LogGivenBack(ILogger logger, MacAddress mac, SegmentName segment, IPAddress address, bool declined);
}
