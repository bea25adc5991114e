using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Leases;
using Warewulf.Edge.Dhcp;

namespace Warewulf.Edge.Link;

/// <summary>Lets the heads decide about dynamic addresses.</summary>
internal sealed partial class LinkLeaseSource : ILeaseSource
{
    private readonly IHeadLink _link;
    private readonly ILogger<LinkLeaseSource> _logger;

    public LinkLeaseSource(IHeadLink link, ILogger<LinkLeaseSource> logger)
    {
        _link = link;
        _logger = logger;
    }

    public async Task<LeaseResponse?> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _link.LeaseAsync(request, cancellationToken);
        }
        catch (WarewulfException e)
        {
            LogNoDecision(request.Mac, e.Message);
            return null;
        }
    }

    public async Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken)
    {
        try
        {
            await _link.ReleaseAsync(release, cancellationToken);
        }
        catch (WarewulfException e)
        {
            LogNotReleased(release.Mac, e.Message);
        }
    }
}
