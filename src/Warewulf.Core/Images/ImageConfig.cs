using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images;

/// <summary>An image as the catalog knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where it was imported from, for people.</param>
/// <param name="ImportedAt">When it was imported.</param>
public sealed record ImageConfig(ImageName Name, string Source, DateTimeOffset ImportedAt)
{
    /// <summary>Which import made the tree; nothing for images from before imports had ids.</summary>
    public Guid? ImportId { get; init; }

    /// <summary>The build that nodes boot, or nothing when it was never built.</summary>
    public ImageBuild? Build { get; init; }

    /// <summary>Every build whose content heads keep.</summary>
    public IEnumerable<ImageBuild> ListBuilds() => Build is null ? [] : [Build];

    /// <summary>Everything that its builds consist of.</summary>
    public IEnumerable<ArtifactRef> ListArtifacts() => ListBuilds().SelectMany(build => build.ListArtifacts());
}
