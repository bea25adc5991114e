using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Api.Heads;

/// <summary>One head asks another to hold content too, which it is about to name in the catalog.</summary>
/// <param name="From">The head that has it, as the table of heads knows it.</param>
/// <param name="Artifacts">The content.</param>
public sealed record CopyRequest(Guid From, IReadOnlyList<ArtifactRef> Artifacts);
