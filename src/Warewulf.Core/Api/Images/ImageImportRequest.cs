using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>Imports a root file system from a directory or a tar archive on the head.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Source">An absolute path on the head.</param>
public sealed record ImageImportRequest(ImageName Name, string Source)
{
    /// <summary>Whether an image of that name is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether it is built at once.</summary>
    public bool Build { get; init; }

    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }
}
