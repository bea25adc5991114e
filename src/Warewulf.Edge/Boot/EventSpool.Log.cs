using Microsoft.Extensions.Logging;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Boot;

internal sealed partial class EventSpool
{
    [LoggerMessage(3510, LogLevel.Warning, "{Count} events are lost, the last '{Stage}' of {Mac}: no head has taken events for too long, or one machine makes too many")]
    private partial void LogDropped(long count, MacAddress mac, BootStage stage);

    [LoggerMessage(3511, LogLevel.Warning, "{Count} events wait for a head: {Reason}")]
    private partial void LogWaiting(int count, string reason);

    [LoggerMessage(3512, LogLevel.Error, "{Mac}: a head refused the event '{Stage}'; it is lost: {Reason}")]
    private partial void LogRefused(MacAddress mac, BootStage stage, string reason);

    [LoggerMessage(3513, LogLevel.Information, "stopping with {Count} events not handed over: {Reason}")]
    private partial void LogLeft(int count, string reason);
}
