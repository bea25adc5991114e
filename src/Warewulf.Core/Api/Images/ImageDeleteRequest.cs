namespace Warewulf.Core.Api.Images;

/// <summary>Deletes images with their trees, all of them or none.</summary>
/// <param name="Names">The images.</param>
public sealed record ImageDeleteRequest(IReadOnlyList<string> Names) : ChangeRequest;
