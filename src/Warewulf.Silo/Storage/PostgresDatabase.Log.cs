using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Storage;

/// <content>What the database logs.</content>
internal sealed partial class PostgresDatabase
{
    [LoggerMessage(2710, LogLevel.Information, "Opened database {Server}, schema {Version}")]
    private static partial void LogOpened(ILogger logger, string server, int version);

    [LoggerMessage(2711, LogLevel.Error, "Database {Server} failed")]
    private static partial void LogFailed(ILogger logger, string server, Exception error);

    [LoggerMessage(2712, LogLevel.Debug, "Gave way to another head on database {Server}, attempt {Attempt}")]
    private static partial void LogDeadlock(ILogger logger, string server, int attempt);
}
