using Microsoft.Extensions.Logging;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

internal sealed partial class HeadUsers
{
    [LoggerMessage(2150, LogLevel.Information, "image {Image} has the head's users: {Files} files got another owner in {Seconds:0.0} s")]
    private partial void LogAligned(ImageName image, int files, double seconds);
}
