using Microsoft.Extensions.Logging;
using Warewulf.Core.Segments;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Segments;

/// <summary>Puts the grains of boot networks into a host, and finds them there.</summary>
public static class SegmentGrains
{
    /// <summary>Adds the types.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="source">What the catalog says about segments.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes the log.</param>
    public static GrainRegistry AddSegments(this GrainRegistry registry, ISegmentSource source, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<SegmentGrain>();
        return registry
            .Add(new GrainType<ISegmentGrain, SegmentGrain, SegmentState>(
                SegmentGrain.TypeName,
                GrainJsonContext.Default.SegmentState,
                SegmentState.Empty,
                context => new SegmentGrain(context, source, time, logger),
                caller => new SegmentGrainReference(caller)))
            .Add(new GrainType<IDiscoveryGrain, DiscoveryGrain, DiscoveryState>(
                DiscoveryGrain.TypeName,
                GrainJsonContext.Default.DiscoveryState,
                DiscoveryState.Empty,
                context => new DiscoveryGrain(context, time),
                caller => new DiscoveryGrainReference(caller)));
    }

    /// <summary>The grain of a boot network.</summary>
    public static ISegmentGrain Segment(this IGrains grains, SegmentName name) => grains.Get<ISegmentGrain>(name.ToString());

    /// <summary>The grain of a boot network's unknown machines.</summary>
    public static IDiscoveryGrain Discovery(this IGrains grains, SegmentName name) => grains.Get<IDiscoveryGrain>(name.ToString());
}
