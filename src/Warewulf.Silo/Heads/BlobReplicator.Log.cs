using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Heads;

internal sealed partial class BlobReplicator
{
    [LoggerMessage(2630, LogLevel.Information, "'{FileName}' is on this head too")]
    private partial void LogPulled(string fileName);

    [LoggerMessage(2631, LogLevel.Warning, "'{FileName}' is not on this head yet, which is tried again: {Reason}")]
    private partial void LogLacking(string fileName, string reason, Exception? error);
}
