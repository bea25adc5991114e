namespace Warewulf.Benchmarks.Overlays;

/// <summary>A directory for one run.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("warewulf-overlays-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
