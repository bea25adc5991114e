using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Boot;

/// <content>What the desk logs.</content>
internal sealed partial class BootDesk
{
    [LoggerMessage(
        2500,
        LogLevel.Error,
        "{Count} boot events of {Whose} were lost: taking them failed, and would fail again. The boot goes on; please report the error that follows")]
    private partial void LogNotTaken(int count, string whose, Exception error);
}
