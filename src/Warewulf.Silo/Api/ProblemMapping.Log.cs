using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Api;

internal sealed partial class ProblemMapping
{
    [LoggerMessage(2200, LogLevel.Debug, "{Method} {Path} refused ({Code}): {Reason}")]
    private partial void LogRefused(string method, PathString path, ApiErrorCode code, string reason);

    // Whoever asked sees only the message; the cause, such as what the database said, is nowhere else.
    [LoggerMessage(2202, LogLevel.Warning, "{Method} {Path} cannot be done now: {Reason}")]
    private partial void LogUnavailable(Exception exception, string method, PathString path, string reason);

    [LoggerMessage(2203, LogLevel.Error, "{Method} {Path} failed: {Reason}")]
    private partial void LogFailed(Exception exception, string method, PathString path, string reason);

    // Without what was presented: a credential with a typing error in it is still nearly the credential.
    [LoggerMessage(2204, LogLevel.Warning, "{Method} {Path} from {Remote} refused: no token, or a wrong one")]
    private partial void LogUnauthorized(string method, PathString path, string remote);

    [LoggerMessage(2201, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogDefect(Exception exception, string method, PathString path);
}
