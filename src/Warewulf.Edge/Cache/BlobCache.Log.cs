using Microsoft.Extensions.Logging;
using Warewulf.Core.Artifacts;

namespace Warewulf.Edge.Cache;

internal sealed partial class BlobCache
{
    [LoggerMessage(3300, LogLevel.Information, "fetching {File} ({Digest}, {Length} bytes) from the heads")]
    private partial void LogFetching(string file, ArtifactDigest digest, long length);
}
