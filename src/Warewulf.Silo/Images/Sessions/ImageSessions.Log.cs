using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images.Sessions;

internal sealed partial class ImageSessions
{
    [LoggerMessage(2130, LogLevel.Information, "image {Image}: {Author} runs {Command} in it")]
    private partial void LogStarted(ImageName image, string author, string command);

    [LoggerMessage(2131, LogLevel.Information, "image {Image}: {Command} ended with exit code {ExitCode} after {Seconds:0.0} s")]
    private partial void LogEnded(ImageName image, string command, int exitCode, double seconds);

    [LoggerMessage(2132, LogLevel.Warning, "what a session left in {Directory} could not be removed: {Reason}")]
    private partial void LogLeft(string directory, string reason);
}
