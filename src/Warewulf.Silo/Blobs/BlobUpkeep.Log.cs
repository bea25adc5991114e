using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Blobs;

internal sealed partial class BlobUpkeep
{
    [LoggerMessage(2604, LogLevel.Warning, "old blobs were not removed, which is tried again: {Reason}")]
    private partial void LogNotCollected(string reason, Exception? error);
}
