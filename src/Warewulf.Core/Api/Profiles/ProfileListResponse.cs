using Warewulf.Core.Profiles;

namespace Warewulf.Core.Api.Profiles;

/// <summary>Profiles as declared, sorted by name.</summary>
/// <param name="Revision">The catalog revision they were read from.</param>
/// <param name="Profiles">The profiles.</param>
public sealed record ProfileListResponse(long Revision, IReadOnlyList<ProfileConfig> Profiles);
