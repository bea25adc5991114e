using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Boot;

/// <summary>
/// Finds what a machine is to boot. The script decides: whatever the machine downloads after it comes from the same plan, so a change
/// made meanwhile does not mix two revisions in one boot.
/// </summary>
internal sealed partial class BootPlans
{
    /// <summary>How long a head may take while a plan of the latest revision is at hand.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long it may take while the plan at hand is of an older revision: the catalog has changed since, and an admin who changed a node's image
    /// does not mean the old one. A head that is away refuses at once, so only one that hangs costs this.
    /// </summary>
    private static readonly TimeSpan PatienceForNews = TimeSpan.FromSeconds(5);

    /// <summary>How long a machine may take to download everything its script names.</summary>
    private static readonly TimeSpan PinTime = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<MacAddress, (PlanResponse Plan, DateTimeOffset At)> _pinned = new();
    private readonly IHeadLink _link;
    private readonly PlanStore _store;
    private readonly Func<long> _latestRevision;
    private readonly TimeProvider _time;
    private readonly ILogger<BootPlans> _logger;

    public BootPlans(IHeadLink link, PlanStore store, Func<long> latestRevision, TimeProvider time, ILogger<BootPlans> logger)
    {
        _link = link;
        _store = store;
        _latestRevision = latestRevision;
        _time = time;
        _logger = logger;
    }

    /// <summary>The plan for a boot that begins now.</summary>
    /// <exception cref="WarewulfException">No head answers and this edge has never booted the machine.</exception>
    public Task<PlanResponse> BeginAsync(MacAddress mac, CancellationToken cancellationToken) => FreshAsync(mac, BootStage.Script, cancellationToken);

    /// <summary>Holds a machine to a plan, from the script it is given to the end of the boot.</summary>
    public void Pin(MacAddress mac, PlanResponse plan) => _pinned[mac] = (plan, _time.GetUtcNow());

    /// <summary>The plan of the boot under way, or a fresh one when there is none.</summary>
    /// <exception cref="WarewulfException">No head answers and this edge has never booted the machine.</exception>
    public async Task<PlanResponse> CurrentAsync(MacAddress mac, BootStage stage, CancellationToken cancellationToken)
    {
        if (_pinned.TryGetValue(mac, out var pinned))
        {
            if (_time.GetUtcNow() - pinned.At < PinTime)
            {
                return pinned.Plan;
            }

            _pinned.TryRemove(KeyValuePair.Create(mac, pinned));
        }

        return await FreshAsync(mac, stage, cancellationToken);
    }

    /// <summary>The machine runs its own system: from now on it gets what is current.</summary>
    public void End(MacAddress mac) => _pinned.TryRemove(mac, out _);

    private async Task<PlanResponse> FreshAsync(MacAddress mac, BootStage stage, CancellationToken cancellationToken)
    {
        var last = await _store.LoadAsync(mac, cancellationToken);
        var ask = AskAsync(mac, stage);
        try
        {
            if (last is null)
            {
                return await ask.WaitAsync(cancellationToken);
            }

            var patience = last.Plan?.Revision < _latestRevision() ? PatienceForNews : Patience;
            return await ask.WaitAsync(patience, _time, cancellationToken);
        }
        catch (Exception e) when (last is not null && e is WarewulfException or TimeoutException)
        {
            LogLastKnown(mac, last!.Plan?.Node.ToString() ?? "", last.Plan?.Revision ?? 0, e.Message);
            return last;
        }
        finally
        {
            _ = ask.ContinueWith(late => late.Exception, TaskScheduler.Default);
        }
    }

    // Not ended with the request: an answer that comes too late for this one is kept for the next.
    private async Task<PlanResponse> AskAsync(MacAddress mac, BootStage stage)
    {
        var answer = await _link.PlanAsync(mac, stage, CancellationToken.None);
        try
        {
            if (answer.Plan is null)
            {
                _store.Remove(mac);
            }
            else
            {
                await _store.SaveAsync(mac, answer, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(mac, e.Message);
        }

        return answer;
    }
}
