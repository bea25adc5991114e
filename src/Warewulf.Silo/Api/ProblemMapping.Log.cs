using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Api;

internal sealed partial class ProblemMapping
{
    [LoggerMessage(2200, LogLevel.Debug, "{Method} {Path} refused ({Code}): {Reason}")]
    private partial void LogRefused(string method, PathString path, ApiErrorCode code, string reason);

    [LoggerMessage(2201, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogDefect(Exception exception, string method, PathString path);
}
