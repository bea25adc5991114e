namespace Warewulf.Core.Api;

/// <summary>Which head answers.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Head">The head's host name.</param>
/// <param name="Revision">The catalog revision it serves.</param>
public sealed record VersionResponse(string Version, string Head, long Revision);
