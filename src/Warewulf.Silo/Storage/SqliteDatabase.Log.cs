using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Storage;

/// <content>What the database logs.</content>
internal sealed partial class SqliteDatabase
{
    [LoggerMessage(2700, LogLevel.Information, "Opened database '{Path}', schema {Version}")]
    private static partial void LogOpened(ILogger logger, string path, int version);

    [LoggerMessage(2701, LogLevel.Error, "{Count} writes to database '{Path}' failed")]
    private static partial void LogWriteFailed(ILogger logger, string path, int count, Exception error);
}
