using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Nodes;

internal sealed partial class NodeTraces
{
    [LoggerMessage(2050, LogLevel.Warning, "{Mac} became a node and is still among the unknown machines in storage: {Reason}")]
    private partial void LogNotAdopted(MacAddress mac, string reason);
}
