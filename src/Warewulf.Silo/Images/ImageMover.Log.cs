using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageMover
{
    [LoggerMessage(2115, LogLevel.Information, "image {From} renamed to {To}")]
    private partial void LogRenamed(ImageName from, ImageName to);
}
