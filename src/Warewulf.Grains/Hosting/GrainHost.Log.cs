using Microsoft.Extensions.Logging;

namespace Warewulf.Grains.Hosting;

/// <content>What the host logs.</content>
public sealed partial class GrainHost
{
    [LoggerMessage(1800, LogLevel.Debug, "The state of {Type} '{Key}' was changed elsewhere during a call; attempt {Attempt} is thrown away")]
    private static partial void LogConflict(ILogger logger, string type, string key, int attempt);

    [LoggerMessage(1801, LogLevel.Warning, "A call to {Type} '{Key}' was refused: its state was changed elsewhere during each of {Attempts} attempts")]
    private static partial void LogBusy(ILogger logger, string type, string key, int attempts);

    [LoggerMessage(1802, LogLevel.Debug, "{Count} grains of type {Type} left memory")]
    private static partial void LogEviction(ILogger logger, string type, int count);

    [LoggerMessage(1803, LogLevel.Warning, "{Count} grains were still busy {Seconds} s after the stop began; their calls are abandoned")]
    private static partial void LogStopTimeout(ILogger logger, int count, double seconds);

    [LoggerMessage(
        1804,
        LogLevel.Error,
        "The stored state of {Type} '{Key}' cannot be read and counts as empty; its next change replaces it. If a newer version wrote it, stop this head and "
        + "start that version to keep it; else there is nothing to do")]
    private static partial void LogUnreadable(ILogger logger, string type, string key, Exception? error);
}
