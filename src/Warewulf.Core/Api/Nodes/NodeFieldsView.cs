using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Nodes;

/// <summary>The values that a node has in effect, in display order.</summary>
/// <param name="Name">The node.</param>
/// <param name="Fields">Its values; secrets are masked.</param>
public sealed record NodeFieldsView(NodeName Name, IReadOnlyList<FieldOrigin> Fields);
