namespace Warewulf.Core.Images;

/// <summary>Counts the work of several threads, reports it now and then, and notices a cancelled token at every step.</summary>
internal sealed class ImageTreeMeter(IProgress<ImageTreeProgress>? progress, CancellationToken cancellationToken)
{
    private const long ReportBytes = 4 * 1024 * 1024;
    private const long ReportEntries = 512;

    private readonly Lock _gate = new();
    private ImageTreeProgress _reported;

    internal long Bytes { get; private set; }

    internal long Entries { get; private set; }

    internal long TotalBytes { get; set; }

    internal long TotalEntries { get; set; }

    private ImageTreeProgress Now => new(Bytes, Entries, TotalBytes, TotalEntries);

    internal void Add(long bytes, int entries)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Bytes += bytes;
            Entries += entries;
            if (Bytes - _reported.Bytes >= ReportBytes || Entries - _reported.Entries >= ReportEntries)
            {
                _reported = Now;
                progress?.Report(_reported);
            }
        }
    }

    internal void Finish() => progress?.Report(Now);
}
