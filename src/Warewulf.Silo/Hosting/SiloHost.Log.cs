using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Hosting;

internal sealed partial class SiloHost
{
    [LoggerMessage(2400, LogLevel.Information, "serving on {Socket}: revision {Revision}, {Nodes} nodes, after {Milliseconds:0} ms")]
    private partial void LogServing(string socket, long revision, int nodes, double milliseconds);
}
