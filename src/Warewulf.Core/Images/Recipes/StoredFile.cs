using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>A file of an image that is stored as a whole besides, as kernels are.</summary>
/// <param name="Path">Its path, free of symbolic links.</param>
/// <param name="Stamp">What it was when it was stored.</param>
/// <param name="Digest">Its content.</param>
public sealed record StoredFile(BytePath Path, FileStamp Stamp, ArtifactDigest Digest);
