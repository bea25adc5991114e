using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Profiles;

/// <summary>Adds profiles, or changes profiles that exist.</summary>
/// <param name="Names">The profiles.</param>
/// <param name="Edit">What is done to each.</param>
public sealed record ProfileChangeRequest(IReadOnlyList<string> Names, SettingsEdit Edit) : ChangeRequest;
