using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Cache;

internal sealed partial class PlanStore
{
    [LoggerMessage(3320, LogLevel.Warning, "the plan kept in {File} cannot be read and is ignored: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}
