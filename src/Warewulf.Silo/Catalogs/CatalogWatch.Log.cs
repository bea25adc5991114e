using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Catalogs;

internal sealed partial class CatalogWatch
{
    [LoggerMessage(2030, LogLevel.Warning, "this head does not hear what other heads commit: {Reason}")]
    private partial void LogDeaf(string reason, Exception? error);

    [LoggerMessage(2031, LogLevel.Information, "this head hears again what other heads commit; the latest revision is {Revision}")]
    private partial void LogListening(long revision);

    [LoggerMessage(2032, LogLevel.Warning, "this head knows revision {Revision} and cannot read what came after it: {Reason}")]
    private partial void LogBehind(long revision, string reason, Exception? error);
}
