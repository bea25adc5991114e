namespace Warewulf.Core.Api.Catalogs;

/// <summary>What was committed, the latest first.</summary>
/// <param name="Revision">The current revision.</param>
/// <param name="Entries">The revisions asked for.</param>
public sealed record HistoryResponse(long Revision, IReadOnlyList<HistoryEntry> Entries);
