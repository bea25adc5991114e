using Microsoft.Extensions.Logging;
using Warewulf.Core.Artifacts;

namespace Warewulf.Edge.Cache;

internal sealed partial class RecipeFiles
{
    [LoggerMessage(3301, LogLevel.Information, "{File} ({Digest}) put together from {Segments} segments; {Fetched} blobs of {Bytes} bytes came from the heads")]
    private partial void LogMade(string file, ArtifactDigest digest, int segments, int fetched, long bytes);
}
