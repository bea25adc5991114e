using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Link;

internal sealed partial class HttpHeadLink
{
    [LoggerMessage(3400, LogLevel.Debug, "head {Head} does not answer: {Reason}")]
    private partial void LogHeadUnreachable(string head, string reason);
}
