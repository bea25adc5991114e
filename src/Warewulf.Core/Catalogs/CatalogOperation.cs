using System.Text.Json.Serialization;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
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
[JsonDerivedType(typeof(PutSite), "put-site")]
public abstract record CatalogOperation;

/// <summary>Adds a node or replaces it whole.</summary>
/// <param name="Node">The node as it is to be.</param>
public sealed record PutNode(NodeConfig Node) : CatalogOperation;

/// <summary>Removes a node.</summary>
/// <param name="Name">The node.</param>
public sealed record DeleteNode(NodeName Name) : CatalogOperation;

/// <summary>Adds a profile or replaces it whole.</summary>
/// <param name="Profile">The profile as it is to be.</param>
public sealed record PutProfile(ProfileConfig Profile) : CatalogOperation;

/// <summary>Removes a profile.</summary>
/// <param name="Name">The profile.</param>
public sealed record DeleteProfile(ProfileName Name) : CatalogOperation;

/// <summary>Adds an image or replaces its entry.</summary>
/// <param name="Image">The image as it is to be.</param>
public sealed record PutImage(ImageConfig Image) : CatalogOperation;

/// <summary>Removes an image.</summary>
/// <param name="Name">The image.</param>
public sealed record DeleteImage(ImageName Name) : CatalogOperation;

/// <summary>Replaces the site settings.</summary>
/// <param name="Site">The settings as they are to be.</param>
public sealed record PutSite(SiteConfig Site) : CatalogOperation;
