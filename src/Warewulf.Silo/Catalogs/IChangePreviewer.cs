using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Catalogs;

/// <summary>Works out what a change would do beyond the catalog.</summary>
internal interface IChangePreviewer
{
    /// <summary>Compares two catalogs.</summary>
    Task<ChangePreview> CompareAsync(Catalog before, Catalog after, CancellationToken cancellationToken);
}
