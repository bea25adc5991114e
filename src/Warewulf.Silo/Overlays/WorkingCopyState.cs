using System.Text.Json;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>What the working copy of this head is a copy of. Where it is in between, the changes since tell what is old and what an edit.</summary>
/// <param name="Revision">The revision it was last brought to.</param>
/// <param name="Behind">Paths that could not be brought there, and what they are a copy of instead.</param>
internal sealed record WorkingCopyState(long Revision, IReadOnlyList<WorkingCopyState.Path> Behind)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Of a working copy that was never brought to any revision.</summary>
    public static WorkingCopyState Nothing { get; } = new(0, []);

    /// <summary>Reads the state; nothing when there is none.</summary>
    /// <exception cref="JsonException">The file is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static WorkingCopyState? Read(string file) => File.Exists(file)
        ? JsonSerializer.Deserialize(File.ReadAllBytes(file), WorkingCopyJsonContext.Default.WorkingCopyState)
        : null;

    /// <summary>Writes the state so that a crash leaves this one or the one before.</summary>
    public Task WriteAsync(string file, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(file, OwnerOnly, JsonSerializer.SerializeToUtf8Bytes(this, WorkingCopyJsonContext.Default.WorkingCopyState), cancellationToken);

    /// <summary>A path that is behind.</summary>
    /// <param name="Overlay">The overlay.</param>
    /// <param name="File">The path below its directory.</param>
    /// <param name="Entry">What is there; null for nothing.</param>
    internal sealed record Path(OverlayName Overlay, BytePath File, ManifestEntry? Entry);
}
