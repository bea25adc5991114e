namespace Warewulf.Core.Api.Configure;

/// <summary>What was done.</summary>
/// <param name="Heads">By each head; the one that was asked first.</param>
public sealed record ConfigureResponse(IReadOnlyList<HeadReport> Heads);
