namespace Warewulf.Core.Boot;

/// <summary>A stage one boot has reached.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="At">When it was first reached.</param>
/// <param name="Bytes">How many bytes were sent for it, where that means something.</param>
/// <param name="Detail">What was sent, or why the boot failed.</param>
public sealed record StageRecord(BootStage Stage, DateTimeOffset At, long? Bytes = null, string? Detail = null);
