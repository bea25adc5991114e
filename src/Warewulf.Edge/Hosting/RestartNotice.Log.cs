using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Hosting;

internal sealed partial class RestartNotice
{
    [LoggerMessage(3593, LogLevel.Warning, "warewulf.conf has changed what only a restart puts in force: {Settings}: restart {Unit}")]
    private partial void LogWaiting(string settings, string unit);
}
