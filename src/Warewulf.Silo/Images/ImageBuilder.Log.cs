using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageBuilder
{
    [LoggerMessage(2101, LogLevel.Information, "image {Image} built as generation {Generation}: {Bytes} bytes, {NewBytes} of them new, {Entries} files, in {Seconds:0.0} s")]
    private partial void LogBuilt(ImageName image, int generation, long bytes, long entries, long newBytes, double seconds);

    [LoggerMessage(2102, LogLevel.Warning, "image {Image}: the next build of it begins from scratch, since this one's index cannot be kept: {Reason}")]
    private partial void LogNoIndex(ImageName image, string reason);

    [LoggerMessage(2118, LogLevel.Information, "image {Image} came out as generation {Generation} again, in {Seconds:0.0} s")]
    private partial void LogUnchanged(ImageName image, int generation, double seconds);
}
