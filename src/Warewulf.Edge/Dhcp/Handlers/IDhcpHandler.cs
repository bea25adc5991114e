namespace Warewulf.Edge.Dhcp.Handlers;

/// <summary>One rule of the server. Rules are asked one after another until one decides; they are pure, so each can be read and tested alone.</summary>
internal interface IDhcpHandler
{
    /// <summary>The rule's name, for the log.</summary>
    string Name { get; }

    /// <summary>Decides about a request, or returns null to leave it to the next rule.</summary>
    DhcpDecision? Decide(DhcpContext context);
}
