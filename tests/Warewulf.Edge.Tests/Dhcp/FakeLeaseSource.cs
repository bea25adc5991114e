using System.Collections.Concurrent;
using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Edge.Dhcp;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>A head that answers what the test tells it to, when the test tells it to.</summary>
internal sealed class FakeLeaseSource : ILeaseSource
{
    public ConcurrentQueue<LeaseRequest> Requests { get; } = new();

    public ConcurrentQueue<LeaseRelease> Releases { get; } = new();

    /// <summary>By default everybody gets 10.77.0.100 for half an hour.</summary>
    public Func<LeaseRequest, CancellationToken, Task<LeaseResponse?>> Answer { get; set; } = (_, _) =>
        Task.FromResult<LeaseResponse?>(new LeaseResponse(true)
        {
            Address = IPAddress.Parse("10.77.0.100"),
            ExpiresAt = TestNetwork.Now.AddMinutes(30),
        });

    public Task<LeaseResponse?> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return Answer(request, cancellationToken);
    }

    public Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken)
    {
        Releases.Enqueue(release);
        return Task.CompletedTask;
    }
}
