using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>Gives the users and groups of an image the ids that they have on the head.</summary>
/// <param name="Name">The image's name.</param>
public sealed record ImageSyncUserRequest(ImageName Name)
{
    /// <summary>Whether the image is only compared, and not changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether it is built then.</summary>
    public bool Build { get; init; }

    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }
}
