using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>A file as it was at some time: the key under which what was made of it is kept.</summary>
internal readonly record struct FileVersion(string Directory, BytePath Path, ArtifactDigest Digest);
