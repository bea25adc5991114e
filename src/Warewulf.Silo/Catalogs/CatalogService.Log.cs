using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Catalogs;

internal sealed partial class CatalogService
{
    [LoggerMessage(2000, LogLevel.Information, "revision {Revision} by {Author}: {Count} operations {Comment}")]
    private partial void LogCommitted(long revision, string author, int count, string comment);

    [LoggerMessage(2001, LogLevel.Warning, "this head knows revision {Revision} and cannot read whether there is a later one: {Reason}")]
    private partial void LogBehind(long revision, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "the store gave no answer for revision {Revision}, which it holds all the same: {Reason}")]
    private partial void LogAnswerLost(long revision, string reason);
}
