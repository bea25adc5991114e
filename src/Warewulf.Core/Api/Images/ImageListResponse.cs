namespace Warewulf.Core.Api.Images;

/// <summary>Images, sorted by name.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Images">The images.</param>
public sealed record ImageListResponse(long Revision, IReadOnlyList<ImageView> Images);
