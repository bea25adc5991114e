using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>Builds an image from its root file system on the head.</summary>
/// <param name="Name">The image's name.</param>
public sealed record ImageBuildRequest(ImageName Name)
{
    /// <summary>Whether its users and groups get the head's ids before.</summary>
    public bool SyncUser { get; init; }

    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }

    /// <summary>Only tell what the build would find.</summary>
    public bool DryRun { get; init; }
}
