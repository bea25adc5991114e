using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Catalogs;

internal sealed partial class CatalogReader
{
    [LoggerMessage(2010, LogLevel.Warning, "the catalog kept as of revision {Revision} is damaged and not used; the changes are replayed instead: {Reason}")]
    private partial void LogDamaged(long revision, string reason);

    [LoggerMessage(2011, LogLevel.Warning, "the damaged catalog kept as of revision {Revision} cannot be removed: {Reason}")]
    private partial void LogNotDropped(long revision, string reason);
}
