using Warewulf.Core.Hostlists;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Catalogs;

/// <summary>Who names an image, or a build of it, in what is declared.</summary>
/// <param name="Nodes">The nodes that name it themselves.</param>
/// <param name="Profiles">The profiles that do.</param>
public sealed record ImageUsers(IReadOnlyList<NodeConfig> Nodes, IReadOnlyList<ProfileConfig> Profiles)
{
    /// <summary>The builds that some of them name by their numbers.</summary>
    public IReadOnlySet<int> Pinned =>
        Nodes.Select(node => node.Settings).Concat(Profiles.Select(profile => profile.Settings))
            .Select(settings => ImageReference.Parse(settings.ImageName!).Generation).OfType<int>().ToHashSet();

    /// <summary>Finds those who name an image.</summary>
    public static ImageUsers Of(Catalog catalog, ImageName image)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ImageUsers(
            [.. catalog.Nodes.Values.Where(node => Names(node.Settings, image))],
            [.. catalog.Profiles.Values.Where(profile => Names(profile.Settings, image))]);
    }

    /// <summary>What makes all of them name another image, and the same build of it.</summary>
    public IEnumerable<CatalogOperation> Rename(ImageName image)
    {
        NodeSettings With(NodeSettings settings) =>
            settings with { ImageName = (ImageReference.Parse(settings.ImageName!) with { Name = image }).ToString() };
        return Profiles.Select(profile => (CatalogOperation)new PutProfile(profile with { Settings = With(profile.Settings) }))
            .Concat(Nodes.Select(node => new PutNode(node with { Settings = With(node.Settings) })));
    }

    /// <summary>Says who they are, such as <c>node 'n[1-3]' and profile 'gpu'</c>; nothing when there are none.</summary>
    public override string ToString()
    {
        var nodes = Hostlist.Fold(Nodes.Select(node => node.Name.ToString()));
        var profiles = string.Join(", ", Profiles.Select(profile => $"'{profile.Name}'"));
        return string.Join(" and ", new[] { nodes.Length > 0 ? $"node '{nodes}'" : "", profiles.Length > 0 ? $"profile {profiles}" : "" }.Where(text => text.Length > 0));
    }

    private static bool Names(NodeSettings settings, ImageName image) =>
        settings.ImageName is { Length: > 0 } text && ImageReference.TryParse(text, null, out var reference) && reference.Name == image;
}
