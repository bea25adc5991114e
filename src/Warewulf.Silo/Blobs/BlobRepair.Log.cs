using Microsoft.Extensions.Logging;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Blobs;

internal sealed partial class BlobRepair
{
    [LoggerMessage(2610, LogLevel.Error, "blob {Digest} is damaged on this head's disk and was set aside. Check the disk")]
    private partial void LogDamaged(ArtifactDigest digest);

    [LoggerMessage(2611, LogLevel.Information, "blob {Digest} was fetched anew from another head")]
    private partial void LogRepaired(ArtifactDigest digest);

    [LoggerMessage(2612, LogLevel.Error, "image {Image} lacks blob {Digest}, which was damaged: {Reason} Run 'wwctl image build {Image}'")]
    private partial void LogLost(ImageName image, ArtifactDigest digest, string reason);

    [LoggerMessage(2613, LogLevel.Warning, "blob {Digest} cannot be read and is left as it is: {Reason}")]
    private partial void LogUnreadable(ArtifactDigest digest, string reason);
}
