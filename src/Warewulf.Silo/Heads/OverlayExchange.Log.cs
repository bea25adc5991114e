using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Heads;

internal sealed partial class OverlayExchange
{
    [LoggerMessage(2640, LogLevel.Warning, "overlays are not shared with another head for now, and this one makes its part too: {Reason}")]
    private partial void LogPassedOver(string reason);
}
