using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>One committed change.</summary>
/// <param name="Revision">The revision it made.</param>
/// <param name="Change">The change.</param>
public sealed record CatalogRevision(long Revision, CatalogChange Change);
