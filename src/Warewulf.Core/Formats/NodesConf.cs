using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Formats;

/// <summary>What a <c>nodes.conf</c> says, in the order of the file.</summary>
/// <param name="Profiles">The profiles.</param>
/// <param name="Nodes">The nodes.</param>
public sealed record NodesConf(IReadOnlyList<ProfileConfig> Profiles, IReadOnlyList<NodeConfig> Nodes);
