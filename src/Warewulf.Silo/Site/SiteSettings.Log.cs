using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Site;

internal sealed partial class SiteSettings
{
    [LoggerMessage(2300, LogLevel.Warning, "{Odd}")]
    private partial void LogOdd(string odd);

    [LoggerMessage(2301, LogLevel.Information, "there is no {File}; working with the settings built into the program")]
    private partial void LogEmbedded(string file);
}
