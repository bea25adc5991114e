using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Api.Catalogs;

/// <summary>What was declared, before profiles are merged into nodes: what <c>nodes.conf</c> holds. With secrets.</summary>
/// <param name="Revision">The revision it was read from.</param>
/// <param name="Profiles">The profiles, sorted by name.</param>
/// <param name="Nodes">The nodes, sorted by name.</param>
public sealed record DeclaredResponse(long Revision, IReadOnlyList<ProfileConfig> Profiles, IReadOnlyList<NodeConfig> Nodes);
