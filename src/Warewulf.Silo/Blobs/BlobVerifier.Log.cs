using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Blobs;

internal sealed partial class BlobVerifier
{
    [LoggerMessage(2614, LogLevel.Information, "all {Count} blobs were read and held against their names; {Bad} could not be repaired")]
    private partial void LogRound(long count, long bad);

    [LoggerMessage(2615, LogLevel.Warning, "blobs are not being read, which is tried again: {Reason}")]
    private partial void LogNotRead(string reason, Exception? error);
}
