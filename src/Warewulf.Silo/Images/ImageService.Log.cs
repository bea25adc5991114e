using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageService
{
    [LoggerMessage(2100, LogLevel.Information, "image {Image} imported from {Source} in {Seconds:0.0} s")]
    private partial void LogImported(ImageName image, string source, double seconds);

    [LoggerMessage(2101, LogLevel.Information, "image {Image} built: {Bytes} bytes, {Entries} files, in {Seconds:0.0} s")]
    private partial void LogBuilt(ImageName image, long bytes, long entries, double seconds);
}
