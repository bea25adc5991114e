using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Heads;

internal sealed partial class HeadRegistry
{
    [LoggerMessage(2620, LogLevel.Information, "other heads find this one at {Addresses}")]
    private partial void LogAnnounced(string addresses);

    [LoggerMessage(
        2621,
        LogLevel.Warning,
        "other heads cannot fetch content from this one, which they need when it alone has it: give it --listen with an address they reach, or --advertise")]
    private partial void LogNoAddress();

    [LoggerMessage(2622, LogLevel.Warning, "which other heads are up is not known at present: {Reason}")]
    private partial void LogBlind(string reason, Exception? error);
}
