using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>A kernel of an image's current build.</summary>
/// <param name="Image">The image.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Nodes">How many nodes boot it.</param>
public sealed record ImageKernelView(ImageName Image, ImageKernel Kernel, int Nodes);
