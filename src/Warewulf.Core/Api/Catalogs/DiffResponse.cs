using Warewulf.Core.Catalogs;

namespace Warewulf.Core.Api.Catalogs;

/// <summary>What differs between two revisions.</summary>
/// <param name="From">The earlier one.</param>
/// <param name="To">The later one.</param>
/// <param name="Differences">What differs, grouped.</param>
public sealed record DiffResponse(long From, long To, IReadOnlyList<DiffGroup> Differences);
