using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Grains.Segments;

/// <content>What a boot network's grain logs.</content>
internal sealed partial class SegmentGrain
{
    [LoggerMessage(1300, LogLevel.Information, "{Mac} has {Address} on segment '{Segment}' until {Until}")]
    private static partial void LogLeased(ILogger logger, MacAddress mac, IPAddress? address, SegmentName segment, DateTimeOffset? until);

    [LoggerMessage(1301, LogLevel.Warning, "{Mac} gets no address on segment '{Segment}': {Reason}")]
    private static partial void LogRefused(ILogger logger, MacAddress mac, SegmentName segment, string reason);

    [LoggerMessage(1302, LogLevel.Warning, "{Mac} found {Address} on segment '{Segment}' in use by somebody else; nobody gets it for a while")]
    private static partial void LogDeclined(ILogger logger, MacAddress mac, IPAddress address, SegmentName segment);
}
