using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Overlays;

internal sealed partial class OverlayWorkingCopy
{
    [LoggerMessage(2720, LogLevel.Warning, "{Path} of overlay {Overlay} was edited in {Directory} and changed elsewhere: revision {Revision} is served, an edited file is kept beside as *.conflict-{Revision}")]
    private partial void LogConflict(string path, string overlay, string directory, long revision);

    [LoggerMessage(2721, LogLevel.Warning, "{What} in {Directory} is not taken into the catalog: {Why}")]
    private partial void LogPassedBy(string what, string directory, string why);

    [LoggerMessage(2722, LogLevel.Warning, "{Path} of overlay {Overlay} in {Directory} cannot be brought to revision {Revision} yet: {Why}")]
    private partial void LogNotWritten(string path, string overlay, string directory, long revision, string why);

    [LoggerMessage(2723, LogLevel.Warning, "{Directory} is empty or missing although the catalog has {Count} overlays: it is filled again from the catalog")]
    private partial void LogEmptied(string directory, int count);

    [LoggerMessage(2724, LogLevel.Warning, "the state of the overlays in {Directory} is damaged; files that differ from the catalog are kept beside: {Reason}")]
    private partial void LogStateDamaged(string directory, string reason);
}
