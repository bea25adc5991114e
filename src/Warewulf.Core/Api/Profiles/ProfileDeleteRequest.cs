namespace Warewulf.Core.Api.Profiles;

/// <summary>Removes profiles. One that nodes or other profiles name is refused.</summary>
/// <param name="Names">The profiles.</param>
public sealed record ProfileDeleteRequest(IReadOnlyList<string> Names) : ChangeRequest;
