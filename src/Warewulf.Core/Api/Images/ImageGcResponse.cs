namespace Warewulf.Core.Api.Images;

/// <summary>What was, or would be, removed from a head, and why the rest was kept. All add up to what was examined.</summary>
/// <param name="DryRun">Whether nothing was removed.</param>
/// <param name="Examined">All that lies there.</param>
/// <param name="Reachable">Kept: an image consists of it, or did within the last day, or a node was told to boot it.</param>
/// <param name="InUse">Kept: work that goes on counts on it.</param>
/// <param name="Young">Kept: it was stored or used within the last day.</param>
/// <param name="Uncertain">Kept: whether anything needs it cannot be told, as a warning explains.</param>
/// <param name="Removed">What was, or would be, removed.</param>
/// <param name="Warnings">Which images cannot be served whole, and what to do.</param>
public sealed record ImageGcResponse(
    bool DryRun,
    BlobTally Examined,
    BlobTally Reachable,
    BlobTally InUse,
    BlobTally Young,
    BlobTally Uncertain,
    BlobTally Removed,
    IReadOnlyList<string> Warnings);
