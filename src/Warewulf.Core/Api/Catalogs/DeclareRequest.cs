using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Api.Catalogs;

/// <summary>Declares nodes and profiles whole: each one named is as given afterwards, whatever it was before.</summary>
/// <param name="Profiles">The profiles.</param>
/// <param name="Nodes">The nodes.</param>
public sealed record DeclareRequest(IReadOnlyList<ProfileConfig> Profiles, IReadOnlyList<NodeConfig> Nodes) : ChangeRequest
{
    /// <summary>Profiles to remove.</summary>
    public IReadOnlyList<string> RemoveProfiles { get; init => field = value ?? []; } = [];

    /// <summary>Nodes to remove.</summary>
    public IReadOnlyList<string> RemoveNodes { get; init => field = value ?? []; } = [];

    /// <summary>Remove every node and profile that is not named: the catalog is then what the request says.</summary>
    public bool Prune { get; init; }
}
