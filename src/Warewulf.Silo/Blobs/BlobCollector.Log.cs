using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Blobs;

internal sealed partial class BlobCollector
{
    [LoggerMessage(2601, LogLevel.Information, "removed {Removed} of {Examined} blobs, which nothing named any more: {Bytes} bytes")]
    private partial void LogCollected(long removed, long examined, long bytes);

    [LoggerMessage(2602, LogLevel.Error, "no blob is removed, since what images consist of cannot be told: {Reasons}")]
    private partial void LogUncertain(string reasons);

    [LoggerMessage(2603, LogLevel.Error, "{Problem}")]
    private partial void LogLacking(string problem);
}
