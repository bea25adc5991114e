using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageBuilder
{
    [LoggerMessage(2101, LogLevel.Information, "image {Image} built: {Bytes} bytes, {Entries} files, in {Seconds:0.0} s")]
    private partial void LogBuilt(ImageName image, long bytes, long entries, double seconds);
}
