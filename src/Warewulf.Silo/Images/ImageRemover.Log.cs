using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class ImageRemover
{
    [LoggerMessage(2116, LogLevel.Information, "image {Image} deleted")]
    private partial void LogDeleted(ImageName image);
}
