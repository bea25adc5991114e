using System.Net;
using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Dhcp;

public sealed partial class DhcpServer
{
    [LoggerMessage(3040, LogLevel.Information, "Answering DHCP on interface {Interface} ({Address})")]
    private static partial void LogListening(ILogger logger, string @interface, IPAddress address);

    [LoggerMessage(3041, LogLevel.Warning, "No longer answering DHCP on interface {Interface} ({Address}): {Reason}")]
    private static partial void LogGone(ILogger logger, string @interface, IPAddress address, string reason);

    [LoggerMessage(3042, LogLevel.Error, "DHCP cannot be answered on interface {Interface}, which is tried again every {Interval}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string @interface, TimeSpan interval, string reason);

    [LoggerMessage(3043, LogLevel.Error, "The interfaces of this machine cannot be read; DHCP goes on where it is answered now")]
    private static partial void LogSurveyFailed(ILogger logger, Exception failure);
}
