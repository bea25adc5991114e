using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Api;

internal static partial class ImageSessionEndpoint
{
    [LoggerMessage(2135, LogLevel.Information, "a session ended: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(2136, LogLevel.Error, "a session failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(2137, LogLevel.Information, "a session ended since its client was gone, or the head stops")]
    private static partial void LogAbandoned(ILogger logger);
}
