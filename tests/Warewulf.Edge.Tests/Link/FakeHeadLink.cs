using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Tests.Link;

/// <summary>Heads in memory: they hold one snapshot, plans and blobs, and can go away.</summary>
internal sealed class FakeHeadLink : IHeadLink
{
    private readonly ConcurrentDictionary<ArtifactDigest, byte[]> _blobs = new();
    private readonly ConcurrentDictionary<ArtifactDigest, int> _fetches = new();
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _away;
    private SegmentSnapshot? _snapshot;
    private int _plansAsked;

    public ConcurrentDictionary<MacAddress, BootPlan> Plans { get; } = new();

    public ConcurrentQueue<(MacAddress Mac, BootStage Stage)> Asked { get; } = new();

    public ConcurrentQueue<BootEventBatch> Batches { get; } = new();

    /// <summary>The blobs that a head was to look at before it gave them out.</summary>
    public ConcurrentQueue<ArtifactDigest> Verified { get; } = new();

    public IEnumerable<BootEvent> Events => Batches.SelectMany(batch => batch.Events);

    public ArtifactRef? UnknownScript { get; set; }

    /// <summary>What is thrown for a batch, if anything.</summary>
    public Func<BootEventBatch, Exception?> Refusal { get; set; } = _ => null;

    /// <summary>What is delivered instead of a blob's bytes.</summary>
    public Func<byte[], Stream> Deliver { get; set; } = bytes => new MemoryStream(bytes);

    /// <summary>What a snapshot waits for.</summary>
    public Task SnapshotGate { get; set; } = Task.CompletedTask;

    /// <summary>What a plan waits for.</summary>
    public Task PlanGate { get; set; } = Task.CompletedTask;

    /// <summary>What a blob waits for.</summary>
    public Task BlobGate { get; set; } = Task.CompletedTask;

    public bool Away
    {
        get => _away;
        set
        {
            _away = value;
            Wake();
        }
    }

    public SegmentSnapshot? Snapshot
    {
        get => Volatile.Read(ref _snapshot);
        set
        {
            Volatile.Write(ref _snapshot, value);
            Wake();
        }
    }

    public ArtifactRef Add(string fileName, byte[] bytes, bool gzip = false)
    {
        var artifact = new ArtifactRef(ArtifactDigest.Of(bytes), bytes.Length, fileName) { Gzip = gzip };
        _blobs[artifact.Digest] = bytes;
        return artifact;
    }

    /// <summary>How often a plan was asked for, answered or not.</summary>
    public int PlansAsked => Volatile.Read(ref _plansAsked);

    public int Fetches(ArtifactRef artifact) => _fetches.GetValueOrDefault(artifact.Digest);

    public async Task<PlanResponse> PlanAsync(MacAddress mac, BootStage stage, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _plansAsked);
        Check();
        await PlanGate.WaitAsync(cancellationToken);
        Asked.Enqueue((mac, stage));
        return Plans.TryGetValue(mac, out var plan) ? new PlanResponse { Plan = plan } : new PlanResponse { UnknownScript = UnknownScript };
    }

    public async Task<SegmentSnapshot?> SnapshotAsync(SegmentSnapshot? known, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed;
            await SnapshotGate.WaitAsync(cancellationToken);
            Check();
            if (Snapshot is { } snapshot && (snapshot.Revision, snapshot.Digest) != (known?.Revision, known?.Digest))
            {
                return snapshot;
            }

            await changed.Task.WaitAsync(cancellationToken);
        }
    }

    public async Task<Stream> OpenBlobAsync(ArtifactDigest digest, bool verify, CancellationToken cancellationToken)
    {
        Check();
        _fetches.AddOrUpdate(digest, 1, (_, count) => count + 1);
        if (verify)
        {
            Verified.Enqueue(digest);
        }

        await BlobGate.WaitAsync(cancellationToken);
        return Deliver(_blobs[digest]);
    }

    public Task ReportAsync(BootEventBatch batch, CancellationToken cancellationToken)
    {
        Check();
        if (Refusal(batch) is { } refusal)
        {
            throw refusal;
        }

        Batches.Enqueue(batch);
        return Task.CompletedTask;
    }

    public Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) => Task.FromResult(new LeaseResponse(false));

    public Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken) => Task.CompletedTask;

    private void Wake() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private void Check()
    {
        if (_away)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, "No head answers (fake).");
        }
    }
}
