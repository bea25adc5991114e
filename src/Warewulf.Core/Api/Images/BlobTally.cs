namespace Warewulf.Core.Api.Images;

/// <summary>So many pieces of content on a head.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">What they take together.</param>
public sealed record BlobTally(long Count, long Bytes);
