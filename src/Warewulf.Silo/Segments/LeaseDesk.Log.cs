using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Silo.Segments;

/// <content>What the desk logs.</content>
internal sealed partial class LeaseDesk
{
    [LoggerMessage(2600, LogLevel.Warning, "{Mac} asked for an address on segment '{Segment}' and may be missing among the unknown machines: {Reason}")]
    private partial void LogNotNoted(MacAddress mac, SegmentName segment, string reason);
}
