using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Heads;

internal sealed partial class BlobCopies
{
    [LoggerMessage(2632, LogLevel.Information, "'{What}' is on {Head} too, {Seconds:0.0} s after it was asked")]
    private partial void LogCopied(string what, HeadRecord head, double seconds);

    [LoggerMessage(2633, LogLevel.Warning, "'{What}' is committed with fewer copies than wanted: {Reason}")]
    private partial void LogNotCopied(string what, string reason);
}
