using System.Collections.Immutable;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Nodes;

/// <summary>What a list of profile names comes to.</summary>
/// <param name="Profiles">The profiles in the order in which they apply.</param>
/// <param name="Unknown">Names that no profile has.</param>
/// <param name="Settings">The profiles merged.</param>
internal sealed record ProfileChain(ImmutableArray<ProfileConfig> Profiles, ImmutableArray<string> Unknown, NodeSettings Settings)
{
    /// <summary>No profile.</summary>
    public static ProfileChain None { get; } = new([], [], NodeSettings.Empty);
}
