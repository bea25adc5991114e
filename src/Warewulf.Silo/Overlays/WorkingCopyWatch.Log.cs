using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Overlays;

internal sealed partial class WorkingCopyWatch
{
    [LoggerMessage(2725, LogLevel.Warning, "edits in {Directory} and changes elsewhere do not reach each other; tried again every {Seconds:0} s: {Reason}")]
    private partial void LogApart(string directory, double seconds, string reason, Exception? error);

    [LoggerMessage(2726, LogLevel.Information, "edits in {Directory} and changes elsewhere reach each other again")]
    private partial void LogTogether(string directory);
}
