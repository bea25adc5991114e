using Warewulf.Core.Artifacts;
using Warewulf.Core.Images.Recipes;

namespace Warewulf.Core.Images;

/// <summary>What a build produced.</summary>
/// <param name="Recipe">The archive. Every segment of it was given to the store, or was there.</param>
/// <param name="Stored">The recipe as it is to be stored.</param>
/// <param name="Index">What the next build is to know of this one.</param>
/// <param name="Entries">Members of the archive.</param>
public sealed record ImageTreeBuildResult(Recipe Recipe, StoredRecipe Stored, ImageBuildIndex Index, long Entries)
{
    /// <summary>Files and directories left out by the excludes, the content of excluded directories not counted.</summary>
    public long Excluded { get; init; }

    /// <summary>What a node will not get, one line each: mount points, capabilities, other extended attributes.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What changed against the build before; unset when that is not known.</summary>
    public ImageChanges? Changes { get; init; }
}
