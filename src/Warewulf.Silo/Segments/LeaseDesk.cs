using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Leases;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Segments;

namespace Warewulf.Silo.Segments;

/// <summary>Brings what edges ask about dynamic addresses to the boot network's grain, and has the machine noted.</summary>
internal sealed partial class LeaseDesk
{
    private readonly IGrains _grains;
    private readonly ILogger<LeaseDesk> _logger;

    public LeaseDesk(IGrains grains, ILogger<LeaseDesk> logger)
    {
        _grains = grains;
        _logger = logger;
    }

    /// <summary>Decides about a dynamic address. That the machine cannot be noted is no reason not to give it one.</summary>
    /// <exception cref="WarewulfException">The segment does not exist, or nothing can be stored.</exception>
    public async Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var response = await _grains.Segment(request.Segment).LeaseAsync(request, cancellationToken);
        try
        {
            await _grains.Discovery(request.Segment).NoteAsync(request, response, cancellationToken);
        }
        catch (WarewulfException e)
        {
            LogNotNoted(request.Mac, request.Segment, e.Message);
        }

        return response;
    }
}
