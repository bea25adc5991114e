using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Cache;

internal sealed partial class SnapshotStore
{
    [LoggerMessage(3310, LogLevel.Warning, "no head answers; serving revision {Revision} until one does: {Reason}")]
    private partial void LogHeadsAway(long revision, string reason);

    [LoggerMessage(3311, LogLevel.Information, "a head answers again; at revision {Revision}")]
    private partial void LogHeadsBack(long revision);

    [LoggerMessage(3312, LogLevel.Warning, "the snapshot kept in {File} cannot be read and is ignored: {Reason}")]
    private partial void LogSnapshotUnreadable(string file, string reason);

    [LoggerMessage(3313, LogLevel.Warning, "waiting for a first answer of the heads; until then no node can boot: {Reason}")]
    private partial void LogNothingYet(string reason);

    [LoggerMessage(3314, LogLevel.Warning, "revision {Revision} is in force but cannot be kept for the next start: {Reason}")]
    private partial void LogNotKept(long revision, string reason);

    [LoggerMessage(3315, LogLevel.Error, "a snapshot from the heads could not be taken over")]
    private partial void LogUnexpected(Exception failure);
}
