using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>One build of an image that is kept.</summary>
/// <param name="Build">The build.</param>
/// <param name="IsCurrent">Whether nodes boot it that name the image alone.</param>
/// <param name="Nodes">How many nodes boot it.</param>
public sealed record ImageGeneration(ImageBuild Build, bool IsCurrent, int Nodes);
