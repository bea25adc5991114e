using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Boot;

internal sealed partial class BootService
{
    [LoggerMessage(3520, LogLevel.Debug, "{Mac}: runtime overlay refused to {Address}: port {Port} is not privileged")]
    private partial void LogInsecurePort(MacAddress mac, IPAddress address, int port);

    [LoggerMessage(3521, LogLevel.Error, "{Mac}: cannot answer '{Stage}': {Reason}")]
    private partial void LogNoPlan(MacAddress mac, string stage, string reason);

    [LoggerMessage(3522, LogLevel.Debug, "{Mac}: node {Node} presented a wrong asset key")]
    private partial void LogBadAsset(MacAddress mac, NodeName node);

    [LoggerMessage(3523, LogLevel.Information, "{Mac}: reports '{Stage}' {Reason}")]
    private partial void LogReported(MacAddress mac, string stage, string reason);

    [LoggerMessage(3524, LogLevel.Information, "{Mac}: {Stage} {File}, {Bytes} bytes, to {Address}")]
    private partial void LogSent(MacAddress mac, string stage, string file, long bytes, IPAddress address);

    [LoggerMessage(3525, LogLevel.Information, "{Mac}: an unknown machine at {Address} asks to boot")]
    private partial void LogUnknown(MacAddress mac, IPAddress address);

    [LoggerMessage(3526, LogLevel.Error, "{Mac}: {Problem} (node {Node})")]
    private partial void LogProblem(MacAddress mac, NodeName node, string problem);

    [LoggerMessage(3527, LogLevel.Error, "{Mac}: node {Node} cannot get {File}: {Reason}")]
    private partial void LogNoArtifact(MacAddress mac, string node, string file, string reason);

    [LoggerMessage(3528, LogLevel.Information, "{Mac}: had reported '{Stage}' {Count} times more before, too soon after each other to be taken")]
    private partial void LogRepeated(MacAddress mac, string stage, int count);

    [LoggerMessage(3529, LogLevel.Debug, "{Mac}: reports '{Stage}' from {Address}, but is neither a node nor has asked for an address or a script lately: refused")]
    private partial void LogStranger(MacAddress mac, string stage, IPAddress address);
}
