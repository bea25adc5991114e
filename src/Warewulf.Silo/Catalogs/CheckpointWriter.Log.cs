using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Catalogs;

internal sealed partial class CheckpointWriter
{
    [LoggerMessage(2020, LogLevel.Debug, "kept the catalog as of revision {Revision}: {Bytes} bytes for {Changes} changes")]
    private partial void LogSaved(long revision, int bytes, long changes);

    [LoggerMessage(2021, LogLevel.Warning, "the catalog as of revision {Revision} cannot be kept; the next start replays more: {Reason}")]
    private partial void LogNotSaved(long revision, string reason, Exception? error);
}
