using Microsoft.Extensions.Logging;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;

namespace Warewulf.Grains.Nodes;

/// <content>What a node's grain logs.</content>
internal sealed partial class NodeGrain
{
    [LoggerMessage(1000, LogLevel.Information, "Node '{Node}' reached {Stage} and is {State} {Detail}")]
    private static partial void LogStage(ILogger logger, NodeName node, BootStage? stage, NodeBootState state, string detail);

    [LoggerMessage(1001, LogLevel.Warning, "Node '{Node}' failed to boot: {Reason}")]
    private static partial void LogFailed(ILogger logger, NodeName node, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "Node '{Node}' cannot boot image '{Image}' completely: {Problems}")]
    private static partial void LogProblems(ILogger logger, NodeName node, string image, string problems);

    [LoggerMessage(1003, LogLevel.Warning, "Node '{Node}' got its boot plan, but that could not be stored")]
    private static partial void LogPlanNotStored(ILogger logger, NodeName node, Exception error);

    [LoggerMessage(1004, LogLevel.Information, "What node '{Node}' boots next time (image '{Image}') was {Done}")]
    private static partial void LogNextBoot(ILogger logger, NodeName node, string image, string done);
}
