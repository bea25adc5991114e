using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp;

/// <summary>How long leases last.</summary>
internal static class LeaseDuration
{
    /// <summary>No lease is shorter, whatever a client or a clock says: a machine would only renew and do nothing else.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>For a reserved address, or an offer: the segment's time, or less where the client asks for less.</summary>
    public static TimeSpan Reserved(DhcpContext context)
    {
        var asked = context.Packet.Options.FindNumber(DhcpOptionCode.LeaseTime);
        return asked is { } seconds ? Within(context, TimeSpan.FromSeconds(seconds)) : Within(context, context.Segment.LeaseTime);
    }

    /// <summary>
    /// For a dynamic address whose lease ends at a time by the head's clock: what is left of it, but within the segment's time, because the clocks of
    /// head and edge may differ.
    /// </summary>
    public static TimeSpan Dynamic(DhcpContext context, DateTimeOffset? expiresAt)
    {
        var asked = Reserved(context);
        var left = expiresAt is { } end ? Within(context, end - context.Now) : asked;
        return left < asked ? left : asked;
    }

    private static TimeSpan Within(DhcpContext context, TimeSpan time)
    {
        var longest = context.Segment.LeaseTime < Shortest ? Shortest : context.Segment.LeaseTime;
        return time < Shortest ? Shortest : time > longest ? longest : time;
    }
}
