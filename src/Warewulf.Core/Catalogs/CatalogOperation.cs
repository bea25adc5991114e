using System.Text.Json.Serialization;
using Warewulf.Core.Archives;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Profiles;
using Warewulf.Core.Site;

namespace Warewulf.Core.Catalogs;

/// <summary>One step of a <see cref="CatalogChange"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(PutNode), "put-node")]
[JsonDerivedType(typeof(DeleteNode), "delete-node")]
[JsonDerivedType(typeof(PutProfile), "put-profile")]
[JsonDerivedType(typeof(DeleteProfile), "delete-profile")]
[JsonDerivedType(typeof(PutImage), "put-image")]
[JsonDerivedType(typeof(DeleteImage), "delete-image")]
[JsonDerivedType(typeof(PutOverlay), "put-overlay")]
[JsonDerivedType(typeof(ChangeOverlay), "change-overlay")]
[JsonDerivedType(typeof(DeleteOverlay), "delete-overlay")]
[JsonDerivedType(typeof(PutSite), "put-site")]
public abstract record CatalogOperation
{
    /// <summary>What it is about: a <c>node</c>, <c>profile</c>, <c>image</c>, <c>overlay</c> or the <c>site</c>, and its name.</summary>
    [JsonIgnore]
    public abstract (string Kind, string Name) Subject { get; }

    /// <summary>What makes its subject what it is in a given catalog.</summary>
    internal abstract CatalogOperation Back(Catalog to);
}

/// <summary>Adds a node or replaces it whole.</summary>
/// <param name="Node">The node as it is to be.</param>
public sealed record PutNode(NodeConfig Node) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("node", Node.Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => to.Nodes.TryGetValue(Node.Name, out var node) ? new PutNode(node) : new DeleteNode(Node.Name);
}

/// <summary>Removes a node.</summary>
/// <param name="Name">The node.</param>
public sealed record DeleteNode(NodeName Name) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("node", Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => to.Nodes.TryGetValue(Name, out var node) ? new PutNode(node) : this;
}

/// <summary>Adds a profile or replaces it whole.</summary>
/// <param name="Profile">The profile as it is to be.</param>
public sealed record PutProfile(ProfileConfig Profile) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("profile", Profile.Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => to.Profiles.TryGetValue(Profile.Name, out var profile) ? new PutProfile(profile) : new DeleteProfile(Profile.Name);
}

/// <summary>Removes a profile.</summary>
/// <param name="Name">The profile.</param>
public sealed record DeleteProfile(ProfileName Name) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("profile", Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => to.Profiles.TryGetValue(Name, out var profile) ? new PutProfile(profile) : this;
}

/// <summary>Adds an image or replaces its entry.</summary>
/// <param name="Image">The image as it is to be.</param>
public sealed record PutImage(ImageConfig Image) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("image", Image.Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => to.Images.TryGetValue(Image.Name, out var image) ? new PutImage(image) : new DeleteImage(Image.Name);
}

/// <summary>Removes an image.</summary>
/// <param name="Name">The image.</param>
public sealed record DeleteImage(ImageName Name) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("image", Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => to.Images.TryGetValue(Name, out var image) ? new PutImage(image) : this;
}

/// <summary>Adds an overlay or replaces it whole.</summary>
/// <param name="Overlay">The overlay as it is to be.</param>
public sealed record PutOverlay(OverlayManifest Overlay) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("overlay", Overlay.Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => BackTo(Overlay.Name, to);

    internal static CatalogOperation BackTo(OverlayName name, Catalog to) =>
        to.Overlays.TryGetValue(name, out var overlay) ? new PutOverlay(overlay) : new DeleteOverlay(name);
}

/// <summary>Changes some of what an overlay holds.</summary>
/// <param name="Name">The overlay.</param>
/// <param name="Put">What is added or replaced.</param>
/// <param name="Removed">The paths of what is removed; what lies in a directory is named by itself.</param>
public sealed record ChangeOverlay(OverlayName Name, IReadOnlyList<ManifestEntry> Put, IReadOnlyList<BytePath> Removed) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("overlay", Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => PutOverlay.BackTo(Name, to);
}

/// <summary>Removes an overlay of the site.</summary>
/// <param name="Name">The overlay.</param>
public sealed record DeleteOverlay(OverlayName Name) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("overlay", Name.ToString());

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => PutOverlay.BackTo(Name, to);
}

/// <summary>Replaces the site settings.</summary>
/// <param name="Site">The settings as they are to be.</param>
public sealed record PutSite(SiteConfig Site) : CatalogOperation
{
    /// <inheritdoc/>
    public override (string Kind, string Name) Subject => ("site", "");

    /// <inheritdoc/>
    internal override CatalogOperation Back(Catalog to) => new PutSite(to.Site);
}
