namespace Warewulf.Core.Api.Images;

/// <summary>The kernels of images, by image and in the order in which they are searched.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Kernels">The kernels.</param>
/// <param name="Warnings">Images of which nothing can be said.</param>
public sealed record ImageKernelsResponse(long Revision, IReadOnlyList<ImageKernelView> Kernels, IReadOnlyList<string> Warnings);
