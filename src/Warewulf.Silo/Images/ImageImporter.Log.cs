using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageImporter
{
    [LoggerMessage(2100, LogLevel.Information, "image {Image} imported from {Source} in {Seconds:0.0} s")]
    private partial void LogImported(ImageName image, string source, double seconds);
}
