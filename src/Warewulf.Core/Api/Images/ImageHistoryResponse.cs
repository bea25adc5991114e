using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>The builds of an image that are kept, newest first.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Name">The image.</param>
/// <param name="Generations">The builds.</param>
public sealed record ImageHistoryResponse(long Revision, ImageName Name, IReadOnlyList<ImageGeneration> Generations);
