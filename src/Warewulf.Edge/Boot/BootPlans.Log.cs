using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Boot;

internal sealed partial class BootPlans
{
    [LoggerMessage(3500, LogLevel.Warning, "{Mac}: booting node {Node} from the last known plan, revision {Revision}: {Reason}")]
    private partial void LogLastKnown(MacAddress mac, string node, long revision, string reason);

    [LoggerMessage(3501, LogLevel.Warning, "{Mac}: its plan cannot be kept for the time when no head answers: {Reason}")]
    private partial void LogNotKept(MacAddress mac, string reason);
}
