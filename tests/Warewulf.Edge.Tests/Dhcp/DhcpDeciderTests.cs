using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>Every row of the server's decision table.</summary>
[Trait("Suite", "Fast")]
public sealed class DhcpDeciderTests
{
    private const string Ours = "10.77.0.1";
    private const string Relay = "10.81.0.1";

    private readonly DhcpDecider _decider = new();

    // Columns: who, type, option 50, option 54, ciaddr, giaddr; then what is decided.
    [Theory]
    [InlineData("known", "Discover", null, null, null, null, "Offer 10.77.0.11")]
    [InlineData("known", "Discover", "10.77.0.120", null, null, null, "Offer 10.77.0.11")]
    [InlineData("known", "Request", "10.77.0.11", Ours, null, null, "Ack 10.77.0.11")]
    [InlineData("known", "Request", "10.77.0.11", "10.77.0.2", null, null, "Ack 10.77.0.11")]
    [InlineData("known", "Request", "10.77.0.12", Ours, null, null, "Nak")]
    [InlineData("known", "Request", "10.77.0.11", "10.77.0.9", null, null, "OtherServer")]
    [InlineData("known", "Request", "10.77.0.11", null, null, null, "Ack 10.77.0.11")]
    [InlineData("known", "Request", "192.168.1.5", null, null, null, "Nak")]
    [InlineData("known", "Request", null, null, "10.77.0.11", null, "Ack 10.77.0.11")]
    [InlineData("known", "Request", null, null, "10.77.0.120", null, "Nak")]
    [InlineData("known", "Request", null, null, null, null, "NoAddressAsked")]
    [InlineData("known", "Release", null, Ours, "10.77.0.11", null, "NoneNeeded")]
    [InlineData("known", "Decline", "10.77.0.11", Ours, null, null, "NoneNeeded, warning: Node 'n1' found its address 10.77.0.11 in use")]
    [InlineData("known", "Inform", null, null, "10.77.0.50", null, "Ack 10.77.0.50")]
    [InlineData("known", "Discover", null, null, null, Relay, "ReservedElsewhere, warning: Node 'n1' asks from segment 'remote'")]
    [InlineData("known", "Request", "10.77.0.11", Ours, null, Relay, "ReservedElsewhere, warning: Node 'n1' asks from segment 'remote'")]
    [InlineData("known", "Offer", null, null, null, null, "NoneNeeded")]
    [InlineData("remote", "Discover", null, null, null, null, "ReservedElsewhere, warning: Node 'n2' asks from segment 'default'")]
    [InlineData("remote", "Discover", null, null, null, Relay, "Offer 10.81.0.12")]
    [InlineData("remote", "Request", "10.81.0.12", Ours, null, Relay, "Ack 10.81.0.12")]
    [InlineData("unknown", "Discover", null, null, null, null, "Ask for any")]
    [InlineData("unknown", "Discover", "10.77.0.120", null, null, null, "Ask for 10.77.0.120")]
    [InlineData("unknown", "Discover", null, null, null, Relay, "NoRange")]
    [InlineData("unknown", "Request", "10.77.0.120", Ours, null, null, "Ask to commit 10.77.0.120")]
    [InlineData("unknown", "Request", "10.77.0.120", null, null, null, "Ask to commit 10.77.0.120")]
    [InlineData("unknown", "Request", null, null, "10.77.0.120", null, "Ask to commit 10.77.0.120")]
    [InlineData("unknown", "Request", "10.77.0.120", "10.77.0.9", null, null, "OtherServer")]
    [InlineData("unknown", "Request", "10.77.0.11", null, null, null, "Nak")]
    [InlineData("unknown", "Request", "10.77.0.150", null, null, null, "Nak")]
    [InlineData("unknown", "Request", "10.81.0.77", null, null, null, "Nak")]
    [InlineData("unknown", "Request", "10.77.0.60", null, null, null, "UnknownAddress")]
    [InlineData("unknown", "Request", "192.168.1.5", null, null, null, "UnknownAddress")]
    [InlineData("unknown", "Request", null, null, "192.168.1.5", null, "UnknownAddress")]
    [InlineData("unknown", "Request", "192.168.1.5", Ours, null, null, "Nak")]
    [InlineData("unknown", "Request", null, null, null, null, "NoAddressAsked")]
    [InlineData("unknown", "Request", "10.81.0.77", null, null, Relay, "UnknownAddress")]
    [InlineData("unknown", "Release", null, Ours, "10.77.0.120", null, "Give back 10.77.0.120")]
    [InlineData("unknown", "Release", null, "10.77.0.9", "10.77.0.120", null, "OtherServer")]
    [InlineData("unknown", "Release", null, Ours, "10.77.0.60", null, "NoneNeeded")]
    [InlineData("unknown", "Decline", "10.77.0.120", Ours, null, null, "Decline 10.77.0.120")]
    [InlineData("unknown", "Decline", null, Ours, null, null, "NoneNeeded")]
    [InlineData("unknown", "Inform", null, null, "10.77.0.50", null, "Ack 10.77.0.50")]
    [InlineData("unknown", "Inform", null, null, "192.168.1.5", null, "UnknownAddress")]
    [InlineData("unknown", "Inform", null, null, null, null, "UnknownAddress")]
    [InlineData("unknown", "Ack", null, null, null, null, "NotForServers")]
    [InlineData("addressless", "Discover", null, null, null, null, "Ask for any")]
    [InlineData("addressless", "Request", "10.77.0.120", Ours, null, null, "Ask to commit 10.77.0.120")]
    [InlineData("addressless", "Request", "192.168.1.5", null, null, null, "Nak")]
    [InlineData("addressless", "Discover", null, null, null, Relay, "NoRange, warning: Node 'n3' asks from segment 'remote'")]
    public void Decide_Request_FollowsTheTable(string who, string type, string? asked, string? server, string? own, string? relay, string expected)
    {
        var packet = TestNetwork.Packet(Enum.Parse<DhcpMessageType>(type), Mac(who), options =>
        {
            if (asked is not null)
            {
                options.Add(DhcpOptionCode.RequestedAddress, TestNetwork.Ip(asked));
            }

            if (server is not null)
            {
                options.Add(DhcpOptionCode.ServerIdentifier, TestNetwork.Ip(server));
            }
        }) with
        {
            ClientAddress = TestNetwork.Ip(own ?? "0.0.0.0"),
            RelayAddress = TestNetwork.Ip(relay ?? "0.0.0.0"),
        };

        var decision = _decider.Decide(TestNetwork.Context(packet, relay is null ? TestNetwork.Broadcast : TestNetwork.Unicast(Ours)));

        Assert.StartsWith(expected, Describe(decision), StringComparison.Ordinal);
        Assert.Equal(expected.Contains("warning", StringComparison.Ordinal), decision.Warning is not null);
    }

    [Fact]
    public void Decide_SameMachineWithThreeClientIds_OffersTheSameAddress()
    {
        foreach (var id in new[] { "01525400770001", "ff00770001000100012c", "00" })
        {
            var packet = TestNetwork.Packet(
                DhcpMessageType.Discover, TestNetwork.Known, o => o.Add(DhcpOptionCode.ClientIdentifier, Convert.FromHexString(id)));
            Assert.Equal("Offer 10.77.0.11", Describe(_decider.Decide(TestNetwork.Context(packet))));
        }
    }

    [Fact]
    public void Decide_UnknownFirmware_TellsTheHeadWhatItIs()
    {
        var ask = _decider.Decide(TestNetwork.Context(TestNetwork.From("PXEClient:Arch:00007", 7, null, TestNetwork.Unknown))).Ask!;

        Assert.Equal("default", ask.Segment.ToString());
        Assert.Equal(TestNetwork.Unknown, ask.Mac);
        Assert.Equal(Core.Boot.ClientArchitecture.UefiX64, ask.Architecture);
        Assert.Equal("PXEClient:Arch:00007", ask.Vendor);
    }

    [Fact]
    public void Decide_CapturedClients_AllGetAnOfferOrAskAHead()
    {
        foreach (var name in Captures.All.Where(n => n.EndsWith("discover", StringComparison.Ordinal)))
        {
            var received = name.StartsWith("relayed", StringComparison.Ordinal) ? TestNetwork.Unicast(Ours) : TestNetwork.Broadcast;
            var (context, _) = TestNetwork.Read(Captures.Read(name), received);
            var decision = _decider.Decide(context!);
            Assert.True(decision.Reply is not null || decision.Ask is not null, name);
        }
    }

    [Theory]
    [InlineData("Discover", null, null, "NoHead")]
    [InlineData("Request", null, null, "NoHead")]
    [InlineData("Discover", "10.77.0.130", null, "Offer 10.77.0.130")]
    [InlineData("Discover", null, "all in use", "Refused, warning: Machine 52:54:00:77:09:99 gets no address in segment 'default': all in use")]
    [InlineData("Request", "10.77.0.120", null, "Ack 10.77.0.120")]
    [InlineData("Request", "10.77.0.130", null, "Nak")]
    [InlineData("Request", null, "in use", "Nak")]
    public void Complete_HeadsAnswer_BecomesTheReply(string type, string? granted, string? reason, string expected)
    {
        var packet = TestNetwork.Packet(
            Enum.Parse<DhcpMessageType>(type), TestNetwork.Unknown, o => o.Add(DhcpOptionCode.RequestedAddress, TestNetwork.Ip("10.77.0.120")));
        var response = granted is null && reason is null
            ? null
            : new LeaseResponse(granted is not null) { Address = granted is null ? null : TestNetwork.Ip(granted), Reason = reason };

        Assert.Equal(expected, Describe(_decider.Complete(TestNetwork.Context(packet), response)));
    }

    [Theory]
    [InlineData(1800, null, 1800)]
    [InlineData(7200, null, 3600)]
    [InlineData(-300, null, 60)]
    [InlineData(1800, 600u, 600)]
    [InlineData(1800, 5u, 60)]
    [InlineData(1800, uint.MaxValue, 1800)]
    public void Complete_Commit_LeasesForWhatIsLeftWithinBounds(int secondsLeft, uint? asked, int expected)
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Request, TestNetwork.Unknown, o =>
        {
            o.Add(DhcpOptionCode.RequestedAddress, TestNetwork.Ip("10.77.0.120"));
            if (asked is { } seconds)
            {
                o.Add(DhcpOptionCode.LeaseTime, TimeSpan.FromSeconds(seconds));
            }
        });
        var response = new LeaseResponse(true) { Address = TestNetwork.Ip("10.77.0.120"), ExpiresAt = TestNetwork.Now.AddSeconds(secondsLeft) };

        var reply = _decider.Complete(TestNetwork.Context(packet), response).Reply!;

        Assert.Equal((uint)expected, reply.Options.FindNumber(DhcpOptionCode.LeaseTime));
    }

    [Fact]
    public void Decide_MachineWithoutReservation_TellsTheHeadsOurAddressesInTheSegment()
    {
        var context = Owning("10.77.0.1", "10.77.0.100", "192.0.2.1", TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));

        Assert.Equal(["10.77.0.1", "10.77.0.100"], _decider.Decide(context).Ask!.EdgeAddresses!.Select(address => address.ToString()));
    }

    [Fact]
    public void Decide_RequestOfOurOwnAddress_IsRefused()
    {
        var packet = TestNetwork.Packet(
            DhcpMessageType.Request, TestNetwork.Unknown, o => o.Add(DhcpOptionCode.RequestedAddress, TestNetwork.Ip("10.77.0.100")));

        Assert.Equal("Nak", Describe(_decider.Decide(Owning("10.77.0.1", "10.77.0.100", "192.0.2.1", packet))));
    }

    [Fact]
    public void Complete_OfferOfOurOwnAddress_IsNotPassedOn()
    {
        var context = Owning("10.77.0.1", "10.77.0.100", "192.0.2.1", TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Unknown));

        var decision = _decider.Complete(context, new LeaseResponse(true) { Address = TestNetwork.Ip("10.77.0.100"), ExpiresAt = TestNetwork.Now.AddHours(1) });

        Assert.Null(decision.Reply);
        Assert.Equal(DhcpSilence.Refused, decision.Silence);
        Assert.Contains("10.77.0.100, which the heads chose, is this edge's own", decision.Warning, StringComparison.Ordinal);
    }

    private static DhcpContext Owning(string one, string two, string three, DhcpPacket packet) =>
        TestNetwork.Context(packet) with { OurAddresses = [TestNetwork.Ip(one), TestNetwork.Ip(two), TestNetwork.Ip(three)] };

    private static MacAddress Mac(string who) => who switch
    {
        "known" => TestNetwork.Known,
        "remote" => TestNetwork.Remote,
        "addressless" => TestNetwork.Addressless,
        _ => TestNetwork.Unknown,
    };

    private static string Describe(DhcpDecision decision) => decision switch
    {
        { Reply: { } reply } => $"{reply.MessageType} {(reply.MessageType == DhcpMessageType.Nak ? "" : decision.Address)}".TrimEnd()
            + (reply.MessageType is not DhcpMessageType.Nak && !reply.YourAddress.Equals(IPAddress.Any) && !reply.YourAddress.Equals(decision.Address) ? " BUT" : ""),
        { Ask: { } ask } => $"Ask {(ask.Commit ? "to commit" : "for")} {ask.Wanted?.ToString() ?? "any"}",
        { Release: { } release } => $"{(release.Declined ? "Decline" : "Give back")} {release.Address}",
        { Warning: { } warning } => $"{decision.Silence}, warning: {warning}",
        _ => decision.Silence.ToString()!,
    };
}
