using Microsoft.Extensions.Logging;
using Warewulf.Core;

namespace Warewulf.Silo.Blobs;

/// <summary>
/// Reads every blob once a month and holds it against its name: what nobody has downloaded lately is not found damaged on the day it is needed.
/// It reads slowly, in the order of digests, and goes on after a restart where it was.
/// </summary>
internal sealed partial class BlobVerifier : IAsyncDisposable
{
    internal const string PositionFile = ".verified";

    internal static readonly TimeSpan Period = TimeSpan.FromDays(30);

    private const long BytesPerSecond = 20_000_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly BlobStore _store;
    private readonly BlobRepair _repair;
    private readonly TimeProvider _time;
    private readonly ILogger<BlobVerifier> _logger;
    private readonly string _file;
    private readonly Task _loop;
    private TimeSpan _owed;
    private long _count;
    private long _bad;

    /// <summary>Starts it.</summary>
    public BlobVerifier(BlobStore store, BlobRepair repair, TimeProvider time, ILogger<BlobVerifier> logger)
    {
        _store = store;
        _repair = repair;
        _time = time;
        _logger = logger;
        _file = Path.Combine(store.Directory, PositionFile);
        _loop = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Delay(BlobUpkeep.FirstAfter, _time, _stop.Token);
        while (true)
        {
            try
            {
                await RoundAsync(VerifierPosition.Read(_file));
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                LogNotRead(e.Message, e is WarewulfException or IOException ? null : e);
                await Task.Delay(RetryAfter, _time, _stop.Token);
            }
        }
    }

    private async Task RoundAsync(VerifierPosition? last)
    {
        var now = _time.GetUtcNow();
        if (last is { IsAtEnd: true } && last.StartedAt + Period is var next && next > now)
        {
            // A clock that was set back does not hold it up for longer than a round.
            await Task.Delay(next - now < Period ? next - now : Period, _time, _stop.Token);
            last = null;
        }

        var position = last is null or { IsAtEnd: true } ? new VerifierPosition(_time.GetUtcNow(), "") : last;
        foreach (var file in _store.List(position.Done).Where(file => !file.IsDamaged))
        {
            var digits = file.Digest.ToString()[..2];
            if (position.Done != Before(digits))
            {
                position = position with { Done = Before(digits) };
                await position.WriteAsync(_file, _stop.Token);
            }

            _count++;
            _bad += await _repair.CheckAsync(file.Digest, PaceAsync, _stop.Token) ? 0 : 1;
        }

        await (position with { Done = "ff" }).WriteAsync(_file, _stop.Token);
        LogRound(_count, _bad);
        (_count, _bad) = (0, 0);
    }

    private static string Before(string digits) => Convert.ToInt32(digits, 16) is > 0 and var value ? $"{value - 1:x2}" : "";

    private async Task PaceAsync(int bytes, CancellationToken cancellationToken)
    {
        _owed += TimeSpan.FromSeconds((double)bytes / BytesPerSecond);
        if (_owed > ShortestPause)
        {
            await Task.Delay(_owed, _time, cancellationToken);
            _owed = TimeSpan.Zero;
        }
    }
}
