namespace Warewulf.Core.Api.Catalogs;

/// <summary>One revision of the catalog.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="Comment">Why, or the command that made it.</param>
/// <param name="Operations">How many nodes, profiles, images or settings it put or removed.</param>
public sealed record HistoryEntry(long Revision, DateTimeOffset At, string Author, string? Comment, int Operations);
