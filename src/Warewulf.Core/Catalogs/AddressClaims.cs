using System.Net;
using System.Runtime.InteropServices;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>Collects what nodes take and give up of the things that only one node may have.</summary>
/// <param name="devices">About how many network devices the nodes have.</param>
internal sealed class AddressClaims(int devices)
{
    private readonly List<AddressClash> _clashes = [];

    /// <summary>Hardware addresses with their new holders; no holder where one was given up.</summary>
    public Dictionary<MacAddress, EffectiveNode?> Macs { get; } = new(devices);

    /// <summary>IP addresses, likewise.</summary>
    public Dictionary<IPAddress, EffectiveNode?> Addresses { get; } = new(devices);

    /// <summary>BMCs, likewise. Machines of one chassis may share the address and differ in the port.</summary>
    public Dictionary<(IPAddress Address, string Port), EffectiveNode?> Controllers { get; } = [];

    /// <summary>Who has a hardware address before all this.</summary>
    public Func<MacAddress, EffectiveNode?> HolderOfMac { get; init; } = _ => null;

    /// <summary>Who has an IP address before all this.</summary>
    public Func<IPAddress, EffectiveNode?> HolderOfAddress { get; init; } = _ => null;

    /// <summary>Who has a BMC before all this.</summary>
    public Func<(IPAddress Address, string Port), EffectiveNode?> HolderOfController { get; init; } = _ => null;

    /// <summary>What was taken although another node has it.</summary>
    public IReadOnlyList<AddressClash> Clashes => _clashes;

    /// <summary>Gives up what a node holds.</summary>
    public void Remove(EffectiveNode? node)
    {
        if (node is null)
        {
            return;
        }

        foreach (var device in node.NetworkDevices.Values)
        {
            GiveUp(Macs, device.Hwaddr, HolderOfMac, node);
            GiveUp(Addresses, device.Ipaddr, HolderOfAddress, node);
            GiveUp(Addresses, device.Ipaddr6, HolderOfAddress, node);
        }

        if (Controller(node) is { } controller)
        {
            GiveUp(Controllers, controller, HolderOfController, node);
        }
    }

    /// <summary>Takes what a node declares.</summary>
    public void Add(EffectiveNode node)
    {
        foreach (var (network, device) in node.NetworkDevices)
        {
            if (device.Hwaddr is { } mac && Take(Macs, mac, HolderOfMac, node) is { } other)
            {
                _clashes.Add(new AddressClash(node.Name, other.Name, $"hardware address {mac} on network '{network}'"));
            }

            TakeAddress(node, network, device.Ipaddr);
            TakeAddress(node, network, device.Ipaddr6);
        }

        if (Controller(node) is { } controller && Take(Controllers, controller, HolderOfController, node) is { } holder)
        {
            _clashes.Add(new AddressClash(node.Name, holder.Name, $"BMC address {controller.Address}"));
        }
    }

    private static (IPAddress Address, string Port)? Controller(EffectiveNode node) =>
        node.Settings.Ipmi is { Ipaddr: { } address } ipmi && !address.Equals(IPAddress.Any) ? (address, ipmi.Port ?? "") : null;

    private void TakeAddress(EffectiveNode node, string network, IPAddress? address)
    {
        if (address is not null && !address.Equals(IPAddress.Any) && Take(Addresses, address, HolderOfAddress, node) is { } other)
        {
            _clashes.Add(new AddressClash(node.Name, other.Name, $"address {address} on network '{network}'"));
        }
    }

    private static void GiveUp<TKey>(Dictionary<TKey, EffectiveNode?> claims, TKey? key, Func<TKey, EffectiveNode?> holder, EffectiveNode node)
        where TKey : class
    {
        if (key is not null && holder(key)?.Name == node.Name)
        {
            claims[key] = null;
        }
    }

    private static void GiveUp<TKey>(Dictionary<TKey, EffectiveNode?> claims, TKey? key, Func<TKey, EffectiveNode?> holder, EffectiveNode node)
        where TKey : struct
    {
        if (key is { } some && holder(some)?.Name == node.Name)
        {
            claims[some] = null;
        }
    }

    // The holder, when it is another node.
    private static EffectiveNode? Take<TKey>(Dictionary<TKey, EffectiveNode?> claims, TKey key, Func<TKey, EffectiveNode?> before, EffectiveNode node)
        where TKey : notnull
    {
        ref var claimed = ref CollectionsMarshal.GetValueRefOrAddDefault(claims, key, out var isKnown);
        var holder = isKnown ? claimed : before(key);
        var isTaken = holder is not null && holder.Name != node.Name;
        claimed = isTaken ? holder : node;
        return isTaken ? holder : null;
    }
}
