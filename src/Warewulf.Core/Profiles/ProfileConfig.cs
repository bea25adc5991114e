using Warewulf.Core.Nodes;

namespace Warewulf.Core.Profiles;

/// <summary>A named set of settings that nodes and other profiles build on.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Settings">What was declared.</param>
public sealed record ProfileConfig(ProfileName Name, NodeSettings Settings);
