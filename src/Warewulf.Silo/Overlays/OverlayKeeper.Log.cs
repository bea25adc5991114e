using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Overlays;

/// <content>What is logged.</content>
internal sealed partial class OverlayKeeper
{
    [LoggerMessage(2730, LogLevel.Warning, "overlays: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(2733, LogLevel.Warning, "overlays: {Warning} Nodes: {Nodes}. They are built without it")]
    private partial void LogWarning(string warning, string nodes);

    [LoggerMessage(2734, LogLevel.Information, "overlays: it is so no more that: {Warning}")]
    private partial void LogNoWarning(string warning);

    [LoggerMessage(2731, LogLevel.Error, "the overlays of all nodes cannot be kept built: {Reason}. It is tried again; nodes that boot get theirs all the same")]
    private partial void LogFailed(string reason, Exception? error);
}
