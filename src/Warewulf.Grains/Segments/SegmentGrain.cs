using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Segments;

/// <summary>Gives dynamic addresses and remembers who asked.</summary>
internal sealed partial class SegmentGrain(
    GrainContext<SegmentState> context, ISegmentSource source, TimeProvider time, ILogger<SegmentGrain> logger) : ISegmentGrain
{
    /// <summary>The name of the type in storage.</summary>
    public const string TypeName = "segment";

    private readonly SegmentName _name = SegmentName.Parse(context.Key);

    private SegmentState State => context.State.State;

    /// <inheritdoc/>
    public async Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var state = State;
        var now = time.GetUtcNow();
        var decision = Pool() is { } pool
            ? pool.Lease(state.Leases, request, now)
            : new LeaseDecision(new LeaseResponse(false) { Reason = $"segment '{_name}' gives no dynamic addresses" }, state.Leases);
        var discovered = DiscoveryLog.Note(state.Discovered, _name, request, decision.Response, now);
        await SaveAsync(state with { Leases = decision.State, Discovered = discovered }, cancellationToken);
        if (!decision.Response.Granted)
        {
            LogRefused(logger, request.Mac, _name, decision.Response.Reason ?? "");
        }
        else if (request.Commit && !ReferenceEquals(decision.State, state.Leases))
        {
            LogLeased(logger, request.Mac, decision.Response.Address, _name, decision.Response.ExpiresAt);
        }

        return decision.Response;
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken)
    {
        var leases = LeasePool.Release(State.Leases, release, time.GetUtcNow());
        var isChange = !ReferenceEquals(leases, State.Leases);
        await SaveAsync(State with { Leases = leases }, cancellationToken);
        if (isChange && release.Declined)
        {
            LogDeclined(logger, release.Mac, release.Address, _name);
        }
    }

    /// <inheritdoc/>
    public Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var discovered = events.Aggregate(State.Discovered, (machines, e) => DiscoveryLog.Note(machines, _name, e, now));
        return SaveAsync(State with { Discovered = discovered }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredMachine>> DiscoveredAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DiscoveredMachine>>(
            [.. State.Discovered.Values.OrderByDescending(machine => machine.LastSeen).ThenBy(machine => machine.Mac)]);

    /// <inheritdoc/>
    public Task ForgetAsync(MacAddress mac, CancellationToken cancellationToken) =>
        SaveAsync(State with { Discovered = State.Discovered.Remove(mac) }, cancellationToken);

    private LeasePool? Pool() => source.TryGetPool(_name, out var pool)
        ? pool
        : throw WarewulfException.NotFound($"There is no boot network '{_name}'. See the section 'dhcp' of warewulf.conf.");

    private Task SaveAsync(SegmentState state, CancellationToken cancellationToken) =>
        state == State ? Task.CompletedTask : context.State.SaveAsync(state, cancellationToken);
}
