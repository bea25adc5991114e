using System.Net;
using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Tftp;

/// <content>The events of the TFTP server, 3100 to 3199.</content>
public sealed partial class TftpServer
{
    [LoggerMessage(3100, LogLevel.Information, "TFTP server listening on {EndPoint}")]
    private partial void LogListening(IPEndPoint endPoint);

    [LoggerMessage(3101, LogLevel.Information, "TFTP server stopped")]
    private partial void LogStopped();

    [LoggerMessage(3102, LogLevel.Information, "TFTP sent '{File}' to {Remote}: {Bytes} bytes in {Milliseconds:F0} ms")]
    private partial void LogCompleted(string file, IPEndPoint remote, long bytes, double milliseconds);

    [LoggerMessage(3103, LogLevel.Debug, "TFTP request for '{File}' by {Remote} ended after {Bytes} bytes: {Outcome} ({Detail})")]
    private partial void LogEnded(string file, IPEndPoint remote, long bytes, TftpOutcome outcome, string? detail);

    [LoggerMessage(3104, LogLevel.Error, "TFTP could not send '{File}' to {Remote}, which has {Bytes} bytes of it")]
    private partial void LogFailed(Exception? failure, string file, IPEndPoint remote, long bytes);

    [LoggerMessage(3105, LogLevel.Debug, "TFTP packet of {Length} bytes from {Remote} is no request to this server and was ignored")]
    private partial void LogIgnored(IPEndPoint remote, int length);

    [LoggerMessage(3106, LogLevel.Debug, "TFTP request from {Remote} refused: {Problem}")]
    private partial void LogMalformed(IPEndPoint remote, string problem);

    [LoggerMessage(3107, LogLevel.Debug, "TFTP request for '{File}' repeated by {Remote} while it is being served")]
    private partial void LogRepeated(IPEndPoint remote, string file);

    [LoggerMessage(3108, LogLevel.Warning, "TFTP server is at its limit of {MaxTransfers} transfers: further requests are dropped until one ends")]
    private partial void LogSaturated(int maxTransfers);

    [LoggerMessage(3109, LogLevel.Warning, "TFTP server could not receive; trying again")]
    private partial void LogReceiveFailed(Exception failure);

    [LoggerMessage(3110, LogLevel.Error, "The observer of TFTP transfers failed; the transfer itself is not affected")]
    private partial void LogObserverFailed(Exception failure);

    [LoggerMessage(3111, LogLevel.Debug, "TFTP error could not be sent to {Remote}")]
    private partial void LogAnswerFailed(IPEndPoint remote, Exception failure);

    [LoggerMessage(3112, LogLevel.Warning,
        "TFTP cannot give '{File}' to {Remote}: {Detail}. A machine that needs this file does not boot; further requests for it are not warned of")]
    private partial void LogRefused(string file, IPEndPoint remote, string? detail);

    [LoggerMessage(3113, LogLevel.Debug, "TFTP request for '{File}' by {Remote} dropped: {Limit} transfers to that address are running")]
    private partial void LogCrowded(string file, IPEndPoint remote, int limit);
}
