using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>All about one image, or about a tree that lies where images do.</summary>
/// <param name="Revision">The catalog revision it was read from.</param>
/// <param name="Name">Its name.</param>
/// <param name="RootDirectory">Where its tree lies on the head.</param>
public sealed record ImageDetails(long Revision, ImageName Name, string RootDirectory)
{
    /// <summary>The image; nothing when the catalog does not know the tree.</summary>
    public ImageConfig? Image { get; init; }

    /// <summary>The version of the kernel that nodes boot unless they name one, of the build or else of the tree; nothing when there is none.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The nodes that boot it, whichever build of it.</summary>
    public IReadOnlyList<string> Nodes { get; init => field = value ?? []; } = [];
}
