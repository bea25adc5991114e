using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Core.Segments;
using Warewulf.Grains.Segments;

namespace Warewulf.Grains.Tests.Segments;

/// <summary>One segment with a range of 250 addresses, and one without.</summary>
internal sealed class FakeSegmentSource : ISegmentSource
{
    public static SegmentName WithRange { get; } = SegmentName.Parse("default");

    public static SegmentName WithoutRange { get; } = SegmentName.Parse("static");

    public LeasePool Pool { get; set; } = new(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.250"), TimeSpan.FromHours(1), []);

    public bool TryGetPool(SegmentName segment, out LeasePool? pool)
    {
        pool = segment == WithRange ? Pool : null;
        return segment == WithRange || segment == WithoutRange;
    }
}
