using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Nodes;

/// <summary>Adds nodes, or changes nodes that exist.</summary>
/// <param name="Hosts">The nodes, as hostlists such as <c>n[0001-4000]</c>.</param>
/// <param name="Edit">
/// What is done to each. When several nodes are added, <c>ipaddr</c> and <c>ipmiaddr</c> count up by one per node.
/// </param>
public sealed record NodeChangeRequest(IReadOnlyList<string> Hosts, SettingsEdit Edit) : ChangeRequest;
