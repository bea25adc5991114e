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
    /// <summary>How many events are kept for heads that are away.</summary>
    public const int MostKept = 100_000;

    private const int MostOfOne = 64;
    private const int MostOfStrangers = 10_000;
    private const int MostInBatch = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastAttempt = TimeSpan.FromSeconds(2);

    private readonly EventQueue _events = new(MostKept, MostOfOne, MostOfStrangers);
    private readonly Channel<bool> _arrivals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IHeadLink _link;
    private readonly Acquaintances _machines;
    private readonly EdgeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EventSpool> _logger;
    private long _dropped;

    public EventSpool(IHeadLink link, Acquaintances machines, EdgeOptions options, TimeProvider time, ILogger<EventSpool> logger)
    {
        _link = link;
        _machines = machines;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>Notes an event; never waits.</summary>
    public void Add(BootEvent e)
    {
        if (_events.Add(e, isStranger: !_machines.IsDeclared(e.Mac)) is { } lost)
        {
            CountDropped(lost);
        }

        _arrivals.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<BootEvent>();
        try
        {
            while (true)
            {
                await _arrivals.Reader.ReadAsync(stoppingToken);
                for (_events.Fill(batch, MostInBatch); batch.Count > 0; _events.Fill(batch, MostInBatch))
                {
                    await DeliverAsync(batch, stoppingToken);
                    batch.Clear();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FlushAsync(batch);
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
                    LogWaiting(events.Count + _events.Count, e.Message);
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
            for (_events.Fill(batch, MostInBatch); batch.Count > 0; _events.Fill(batch, MostInBatch))
            {
                await _link.ReportAsync(new BootEventBatch(_options.Name, [.. batch]), limit.Token).WaitAsync(limit.Token);
                batch.Clear();
            }
        }
        catch (Exception e)
        {
            LogLeft(batch.Count + _events.Count, e.Message);
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
