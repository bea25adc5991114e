using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageCopier
{
    [LoggerMessage(2117, LogLevel.Information, "image {From} copied to {To} in {Seconds:0.0} s")]
    private partial void LogCopied(ImageName from, ImageName to, double seconds);
}
