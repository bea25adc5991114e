using Warewulf.Core.Boot;

namespace Warewulf.Core.Api.Edges;

/// <summary>Events an edge hands over, oldest first. Handing the same batch over twice does no harm.</summary>
/// <param name="Edge">The edge's name.</param>
/// <param name="Events">At most 1,000 events.</param>
public sealed record BootEventBatch(string Edge, IReadOnlyList<BootEvent> Events);
