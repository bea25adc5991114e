using Warewulf.Core.Images;

namespace Warewulf.Silo.Images;

/// <summary>A source that was found and made ready to be written. Disposing it removes what was only needed for that.</summary>
/// <param name="Stage">What writing it is called while it goes on.</param>
/// <param name="Write">Writes the tree.</param>
internal sealed record ImportSupply(
    string Stage, Func<string, ImageTreeWriteOptions, CancellationToken, ImageTreeWriteResult> Write) : IDisposable
{
    /// <summary>What is to be told besides.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Removes what may be damaged and would be used again.</summary>
    public Action? OnDamage { get; init; }

    /// <summary>Where files of this import alone lie.</summary>
    public ImportWork? Work { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Work?.Dispose();
}
