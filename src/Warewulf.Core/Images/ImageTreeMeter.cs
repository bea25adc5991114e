namespace Warewulf.Core.Images;

/// <summary>Counts the work of several threads, reports it now and then, and notices a cancelled token at every step.</summary>
internal sealed class ImageTreeMeter(IProgress<ImageTreeProgress>? progress, CancellationToken cancellationToken)
{
    private const long ReportBytes = 4 * 1024 * 1024;
    private const long ReportEntries = 512;

    private readonly Lock _gate = new();
    private long _reportedBytes;
    private long _reportedEntries;
    private Func<long>? _position;

    internal long Bytes { get; private set; }

    internal long Entries { get; private set; }

    internal long TotalBytes { get; set; }

    internal long TotalEntries { get; set; }

    private ImageTreeProgress Now => new(_position?.Invoke() ?? Bytes, Entries, TotalBytes, TotalEntries);

    /// <summary>
    /// From here on reports how far a source has been read, because how much there is to write is not known before it is at its end.
    /// </summary>
    /// <param name="position">The bytes read so far; asked on any thread.</param>
    /// <param name="total">All bytes of the source.</param>
    internal void Follow(Func<long> position, long total)
    {
        lock (_gate)
        {
            (_position, TotalBytes, TotalEntries) = (position, total, 0);
        }
    }

    internal void Add(long bytes, int entries)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Bytes += bytes;
            Entries += entries;
            if (Bytes - _reportedBytes >= ReportBytes || Entries - _reportedEntries >= ReportEntries)
            {
                (_reportedBytes, _reportedEntries) = (Bytes, Entries);
                progress?.Report(Now);
            }
        }
    }

    internal void Finish() => progress?.Report(Now);
}
