using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>Something only one node may have, and two do.</summary>
/// <param name="Node">The node that was given it later.</param>
/// <param name="Holder">The node that has it.</param>
/// <param name="What">What it is, for a person, such as <c>address 10.0.0.1 on network 'default'</c>.</param>
internal sealed record AddressClash(NodeName Node, NodeName Holder, string What);
