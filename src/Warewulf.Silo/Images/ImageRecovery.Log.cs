using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageRecovery
{
    [LoggerMessage(2110, LogLevel.Information, "an import into {Home} was cut short; all is as before it")]
    private partial void LogUndone(string home);

    [LoggerMessage(2111, LogLevel.Warning, "what an import that was cut short left in {Home} could not be removed: {Reason}")]
    private partial void LogLeft(string home, string reason);

    [LoggerMessage(2112, LogLevel.Information, "the catalog does not know image {Name} in {Root}; take it as it is with 'wwctl image import NAME PATH'")]
    private partial void LogUnknown(Core.Images.ImageName name, string root);
}
