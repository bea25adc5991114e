namespace Warewulf.Core.Api.Nodes;

/// <summary>Adds nodes, or sets fields of nodes that exist.</summary>
/// <param name="Hosts">The nodes, as hostlists such as <c>n[0001-4000]</c>.</param>
/// <param name="Fields">
/// Values by the flag name of a field, such as <c>ipaddr</c>; lists are written with commas. <c>UNDEF</c> removes a value.
/// When several nodes are added, <c>ipaddr</c> and <c>ipmiaddr</c> count up by one per node.
/// </param>
public sealed record NodeChangeRequest(IReadOnlyList<string> Hosts, IReadOnlyDictionary<string, string> Fields)
{
    private const string DefaultNetName = "default";

    /// <summary>The network device that network fields apply to. Default: <c>default</c>, also in a request that does not name one.</summary>
    public string NetName { get; init => field = value ?? DefaultNetName; } = DefaultNetName;

    /// <summary>The text for the catalog's history.</summary>
    public string? Comment { get; init; }

    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }
}
