using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Link;

internal sealed partial class LinkLeaseSource
{
    [LoggerMessage(3401, LogLevel.Error, "{Mac}: gets no address: {Reason}")]
    private partial void LogNoDecision(MacAddress mac, string reason);

    [LoggerMessage(3402, LogLevel.Warning, "{Mac}: its lease stays until it expires, since no head took it back: {Reason}")]
    private partial void LogNotReleased(MacAddress mac, string reason);
}
