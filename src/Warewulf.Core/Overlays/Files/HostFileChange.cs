using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Files;

/// <summary>What became of one file of a head.</summary>
/// <param name="Path">Its path, without the slash in front.</param>
public sealed record HostFileChange(BytePath Path)
{
    /// <summary>The name under which what was there before is kept, beside it; nothing when nothing is.</summary>
    public string? Backup { get; init; }

    /// <summary>Why it could not be written; nothing when it was.</summary>
    public string? Failure { get; init; }
}
