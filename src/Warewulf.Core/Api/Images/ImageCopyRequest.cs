using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>Copies the tree of an image into a new one.</summary>
/// <param name="Name">The image.</param>
/// <param name="NewName">What the copy is called.</param>
public sealed record ImageCopyRequest(ImageName Name, ImageName NewName)
{
    /// <summary>Whether the copy is built at once.</summary>
    public bool Build { get; init; }

    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }
}
