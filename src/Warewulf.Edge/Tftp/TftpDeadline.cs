namespace Warewulf.Edge.Tftp;

/// <summary>A deadline that can be moved, as a token for the operation that waits. Cancelled at once and for good when <paramref name="stop"/> is.</summary>
internal sealed class TftpDeadline(TimeProvider time, CancellationToken stop) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _registration;

    /// <summary>Cancelled when the deadline has passed or everything stops.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Moves the deadline, whether or not it has passed.</summary>
    /// <param name="wait">The time from now.</param>
    public void Set(TimeSpan wait)
    {
        if (_source.IsCancellationRequested)
        {
            _registration.Dispose();
            _source.Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            _registration = default;
        }

        if (_registration == default)
        {
            _registration = stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }

        _source.CancelAfter(wait);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
