using System.Text.Json.Serialization;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images;

/// <summary>An image as the catalog knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where it was imported from, for people.</param>
/// <param name="ImportedAt">When it was imported.</param>
public sealed record ImageConfig(ImageName Name, string Source, DateTimeOffset ImportedAt)
{
    /// <summary>Which import, copy or renaming put the tree where it is; nothing for images from before these had ids.</summary>
    public Guid? ImportId { get; init; }

    /// <summary>The build that nodes boot, or nothing when it was never built.</summary>
    public ImageBuild? Build { get; init; }

    /// <summary>The other builds that are kept, newest first. After a rollback some of them are newer than <see cref="Build"/>.</summary>
    public IReadOnlyList<ImageBuild> OtherBuilds { get => field ?? []; init; }

    /// <summary>The highest number that a build was ever given; 0 when it was never built.</summary>
    public int LastGeneration { get => Math.Max(field, Newest?.Generation ?? 0); init; }

    /// <summary>All builds that are kept, newest first.</summary>
    [JsonIgnore]
    public IEnumerable<ImageBuild> Generations => Build is null ? OtherBuilds : OtherBuilds.Append(Build).OrderByDescending(build => build.Generation);

    /// <summary>The build with the highest number of those that are kept.</summary>
    [JsonIgnore]
    public ImageBuild? Newest => Generations.FirstOrDefault();

    /// <summary>Finds a build.</summary>
    /// <param name="generation">Its number; nothing for the current one.</param>
    public ImageBuild? Find(int? generation) => generation is null ? Build : Generations.FirstOrDefault(build => build.Generation == generation);

    /// <summary>The image under another name, by which nodes then see its files too.</summary>
    public ImageConfig Rename(ImageName name)
    {
        ImageBuild Renamed(ImageBuild build) => build with { Archive = build.Archive with { FileName = ImageBuild.FileName(name) } };
        return this with { Name = name, Build = Build is null ? null : Renamed(Build), OtherBuilds = [.. OtherBuilds.Select(Renamed)] };
    }

    /// <summary>Makes one of the builds that are kept the current one.</summary>
    public ImageConfig Boot(ImageBuild build) => this with { Build = build, OtherBuilds = [.. Generations.Where(other => other != build)] };

    /// <summary>
    /// Takes a new build, which becomes the current one and gets the next number. One that is the same as a build that is kept makes that one
    /// current and nothing else: the same content has one number.
    /// </summary>
    /// <param name="build">The build.</param>
    /// <param name="kept">How many of the newest builds are kept.</param>
    /// <param name="pinned">The numbers of builds that are kept besides.</param>
    /// <returns>The image with it; this very object when it is the current one already.</returns>
    public ImageConfig Take(ImageBuild build, int kept, IReadOnlySet<int> pinned)
    {
        if (build.IsSameAs(Build))
        {
            return this;
        }

        if (Generations.FirstOrDefault(build.IsSameAs) is { } known)
        {
            return Boot(known);
        }

        var number = LastGeneration + 1;
        return this with
        {
            Build = build with { Generation = number },
            OtherBuilds = [.. Generations.Where((other, place) => place < kept - 1 || pinned.Contains(other.Generation))],
            LastGeneration = number,
        };
    }

    /// <summary>Everything that the builds which are kept consist of.</summary>
    public IEnumerable<ArtifactRef> ListArtifacts() => Generations.SelectMany(build => build.ListArtifacts());
}
