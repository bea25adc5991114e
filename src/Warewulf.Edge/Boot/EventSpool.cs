using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Boot;

/// <summary>Hands events to the heads in the background, in order, and keeps them while no head answers.</summary>
internal sealed partial class EventSpool : BackgroundService
{
    private const int MostKept = 100_000;
    private const int MostInBatch = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastAttempt = TimeSpan.FromSeconds(2);

    private readonly Channel<BootEvent> _events;
    private readonly IHeadLink _link;
    private readonly EdgeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EventSpool> _logger;
    private long _dropped;

    public EventSpool(IHeadLink link, EdgeOptions options, TimeProvider time, ILogger<EventSpool> logger)
    {
        _link = link;
        _options = options;
        _time = time;
        _logger = logger;
        _events = Channel.CreateBounded<BootEvent>(
            new BoundedChannelOptions(MostKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            CountDropped);
    }

    /// <summary>Notes an event; never waits.</summary>
    public void Add(BootEvent e) => _events.Writer.TryWrite(e);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<BootEvent>();
        try
        {
            while (await _events.Reader.WaitToReadAsync(stoppingToken))
            {
                Fill(batch);
                await DeliverAsync(batch, stoppingToken);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FlushAsync(batch);
        }
    }

    private void Fill(List<BootEvent> batch)
    {
        while (batch.Count < MostInBatch && _events.Reader.TryRead(out var e))
        {
            batch.Add(e);
        }
    }

    private async Task DeliverAsync(List<BootEvent> events, CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _link.ReportAsync(new BootEventBatch(_options.Name, [.. events]), stoppingToken);
                return;
            }
            catch (WarewulfException e) when (IsRefusal(e.Code))
            {
                await SeparateAsync(events, e, stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (attempt == 1)
                {
                    LogWaiting(events.Count + _events.Reader.Count, e.Message);
                }

                await Task.Delay(Pause, _time, stoppingToken);
            }
        }
    }

    // Only these say that the events themselves are wrong; a busy head or a wrong credential passes.
    private static bool IsRefusal(ApiErrorCode code) => code is ApiErrorCode.Invalid or ApiErrorCode.NotFound or ApiErrorCode.Conflict;

    // One event that no head takes must not cost the others.
    private async Task SeparateAsync(List<BootEvent> events, WarewulfException refusal, CancellationToken stoppingToken)
    {
        if (events.Count == 1)
        {
            LogRefused(events[0].Mac, events[0].Stage, refusal.Message);
            return;
        }

        var half = events.Count / 2;
        await DeliverAsync(events[..half], stoppingToken);
        await DeliverAsync(events[half..], stoppingToken);
    }

    // The last things that happened before a stop are worth one attempt.
    private async Task FlushAsync(List<BootEvent> batch)
    {
        using var limit = new CancellationTokenSource(LastAttempt, _time);
        try
        {
            for (Fill(batch); batch.Count > 0; Fill(batch))
            {
                await _link.ReportAsync(new BootEventBatch(_options.Name, [.. batch]), limit.Token).WaitAsync(limit.Token);
                batch.Clear();
            }
        }
        catch (Exception e)
        {
            LogLeft(batch.Count + _events.Reader.Count, e.Message);
        }
    }

    private void CountDropped(BootEvent e)
    {
        const int Reported = 1000;
        var count = Interlocked.Increment(ref _dropped);
        if (count % Reported == 1)
        {
            LogDropped(count, e.Mac, e.Stage);
        }
    }
}
