namespace Warewulf.Core.Catalogs;

/// <summary>A change to the catalog, applied whole or not at all.</summary>
/// <param name="Author">Who made it.</param>
/// <param name="At">When.</param>
/// <param name="Operations">What, in order.</param>
public sealed record CatalogChange(string Author, DateTimeOffset At, IReadOnlyList<CatalogOperation> Operations)
{
    /// <summary>Why, in the author's words.</summary>
    public string? Comment { get; init; }

    /// <summary>
    /// Tells this change from every other one, however alike: whoever got no answer from the store finds out with it whether the change is
    /// there. Nothing in changes from before there were ids.
    /// </summary>
    public Guid? Id { get; init; }
}
