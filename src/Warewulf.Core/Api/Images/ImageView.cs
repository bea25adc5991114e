using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>An image and how many nodes boot it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Nodes">How many nodes boot it.</param>
public sealed record ImageView(ImageConfig Image, int Nodes)
{
    /// <summary>The bytes in the files of its tree, where they were asked for and the tree is there.</summary>
    public long? TreeSize { get; init; }
}
