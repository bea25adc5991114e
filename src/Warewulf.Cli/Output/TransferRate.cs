namespace Warewulf.Cli.Output;

/// <summary>
/// How fast something goes on: over the last few seconds, because a mean over all of it says nothing of a line that has become slow, and a shorter
/// time jumps about. Not thread-safe.
/// </summary>
internal sealed class TransferRate(TimeProvider time)
{
    /// <summary>What counts as the last few seconds.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    // Before that a rate is a guess.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Queue<(long At, long Amount)> _samples = [];

    /// <summary>Notes how much is done by now. Less than before means that something else has begun.</summary>
    public void Add(long amount)
    {
        if (_samples.Count > 0 && amount < _samples.Last().Amount)
        {
            _samples.Clear();
        }

        var now = time.GetTimestamp();
        _samples.Enqueue((now, amount));

        // The oldest that stays is the last one from before the window, so that the window is always covered.
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.ElementAt(1).At, now) >= Window)
        {
            _samples.Dequeue();
        }
    }

    /// <summary>Amounts a second; nothing as long as that cannot be told. When nothing comes any more, it falls.</summary>
    public double? PerSecond()
    {
        if (_samples.Count < 2)
        {
            return null;
        }

        var (at, amount) = _samples.Peek();
        var elapsed = time.GetElapsedTime(at);
        return elapsed >= Shortest ? (_samples.Last().Amount - amount) / elapsed.TotalSeconds : null;
    }

    /// <summary>How long the rest takes at this rate; nothing when that cannot be told.</summary>
    /// <param name="total">All there is to do.</param>
    public TimeSpan? Left(long total) => PerSecond() is { } rate and > 0 && (total - _samples.Last().Amount) / rate is >= 0 and < 360_000 and var seconds
        ? TimeSpan.FromSeconds(Math.Ceiling(seconds))
        : null;
}
