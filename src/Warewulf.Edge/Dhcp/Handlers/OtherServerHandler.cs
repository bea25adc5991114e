namespace Warewulf.Edge.Dhcp.Handlers;

/// <summary>Leaves alone what is meant for another server: two edges may serve one segment, and the machine picks one of their offers.</summary>
internal sealed class OtherServerHandler : IDhcpHandler
{
    /// <inheritdoc/>
    public string Name => "other-server";

    /// <inheritdoc/>
    public DhcpDecision? Decide(DhcpContext context) => context.NamedServer is { } server && !context.OurAddresses.Contains(server)
        ? DhcpDecision.Silent(DhcpSilence.OtherServer, $"it speaks to server {server}")
        : null;
}
