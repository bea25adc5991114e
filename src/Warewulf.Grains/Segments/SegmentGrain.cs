using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Leases;
using Warewulf.Core.Segments;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Segments;

/// <summary>Gives dynamic addresses. Each lease is stored by itself, so that giving one costs the same however many there are.</summary>
internal sealed partial class SegmentGrain(
    GrainContext<SegmentState> context, ISegmentSource source, TimeProvider time, ILogger<SegmentGrain> logger) : ISegmentGrain
{
    /// <summary>The name of the type in storage.</summary>
    public const string TypeName = "segment";

    // It bounds what one request costs; a network has a handful of edges.
    private const int MostEdgeAddresses = 256;

    private readonly SegmentName _name = SegmentName.Parse(context.Key);

    // All edges that asked: none of them may give away the address of another. Each says its own again with every request, so they need not be stored.
    private ImmutableHashSet<IPAddress> _edges = [];
    private LeasePoolState? _leases;

    /// <inheritdoc/>
    public async Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        request = request with { EdgeAddresses = Edges(request) };
        if (Pool() is not { } pool)
        {
            return Refuse(request, new LeaseResponse(false) { Reason = $"segment '{_name}' gives no dynamic addresses" });
        }

        var decision = pool.Lease(await LeasesAsync(cancellationToken), request, time.GetUtcNow());
        var isChange = await SaveAsync(decision.State, cancellationToken);
        if (!decision.Response.Granted)
        {
            return Refuse(request, decision.Response);
        }

        if (request.Commit && isChange)
        {
            LogLeased(logger, request.Mac, decision.Response.Address, _name, decision.Response.ExpiresAt);
        }

        return decision.Response;
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken)
    {
        var leases = LeasePool.Release(await LeasesAsync(cancellationToken), release, time.GetUtcNow());
        var isChange = await SaveAsync(leases, cancellationToken);
        if (isChange && release.Declined)
        {
            LogDeclined(logger, release.Mac, release.Address, _name);
        }
    }

    private ImmutableHashSet<IPAddress> Edges(LeaseRequest request)
    {
        var own = (request.EdgeAddresses ?? []).OfType<IPAddress>().ToList();
        return _edges.Count + own.Count <= MostEdgeAddresses ? _edges = _edges.Union(own) : [.. own];
    }

    private LeasePool? Pool() => source.TryGetPool(_name, out var pool)
        ? pool
        : throw WarewulfException.NotFound($"There is no boot network '{_name}'. See 'ipaddr', 'netmask' and 'segments' in warewulf.conf.");

    private LeaseResponse Refuse(LeaseRequest request, LeaseResponse response)
    {
        LogRefused(logger, request.Mac, _name, response.Reason ?? "");
        return response;
    }

    private async ValueTask<LeasePoolState> LeasesAsync(CancellationToken cancellationToken)
    {
        if (_leases is null)
        {
            var stored = await context.State.LoadPartsAsync(GrainJsonContext.Default.LeaseEntry, cancellationToken);
            var older = context.State.State.Leases.Entries.Where(entry => !stored.ContainsKey(entry.Address.ToString()));
            _leases = LeasePoolState.FromEntries(older.Concat(stored.Select(part => part.Value ?? Damaged(part.Key)).OfType<LeaseEntry>()));
        }

        return _leases;
    }

    // Who has the address is not known, but that somebody may: it is left alone like one that a machine found in use.
    private LeaseEntry? Damaged(string name) => IPAddress.TryParse(name, out var address)
        ? new LeaseEntry(address, default, LeaseKind.Declined, time.GetUtcNow() + LeasePool.QuarantineTime)
        : null;

    private async Task<bool> SaveAsync(LeasePoolState leases, CancellationToken cancellationToken)
    {
        var changes = leases.Changed.ToDictionary(address => address.ToString(), leases.Find);
        await context.State.SavePartsAsync(changes, GrainJsonContext.Default.LeaseEntry, cancellationToken);
        _leases = leases.Settle();
        return changes.Count > 0;
    }
}
