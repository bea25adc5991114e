using System.Net;
using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Catalogs;

/// <summary>Checks a revision before it is committed and reports every problem, not only the first.</summary>
internal static class CatalogValidator
{
    private const int MostReported = 10;

    /// <summary>Refuses a change that would leave the catalog contradicting itself.</summary>
    /// <exception cref="WarewulfException">There are problems.</exception>
    public static void Validate(Catalog before, Catalog after, CatalogChange change)
    {
        var changed = change.Operations.OfType<PutNode>().Select(put => put.Node.Name).ToHashSet();
        var everything = change.Operations.Any(operation => operation is PutProfile or DeleteProfile);
        changed = everything ? [.. after.Nodes.Keys] : changed;
        var problems = new List<string>();
        if (changed.Count > 0)
        {
            CheckAddresses(after, changed.Contains, problems);
        }

        CheckReferences(after, changed, problems);
        foreach (var name in change.Operations.OfType<DeleteImage>().Select(delete => delete.Name))
        {
            CheckImageUnused(after, name, problems);
        }

        if (problems.Count > 0)
        {
            var more = problems.Count > MostReported ? $" (and {problems.Count - MostReported} more)" : "";
            throw new WarewulfException(ApiErrorCode.Conflict, string.Join(" ", problems.Take(MostReported)) + more);
        }
    }

    private static void CheckAddresses(Catalog after, Func<NodeName, bool> isChanged, List<string> problems)
    {
        var macs = new Dictionary<MacAddress, NodeName>();
        var addresses = new Dictionary<IPAddress, NodeName>();
        var controllers = new Dictionary<(IPAddress Address, string Port), NodeName>();

        // Those that stay as they are come first, so that it is the change that is found wrong.
        var nodes = after.Index.Nodes.Where(node => !isChanged(node.Name)).Concat(after.Index.Nodes.Where(node => isChanged(node.Name)));
        foreach (var node in nodes)
        {
            foreach (var (network, device) in node.NetworkDevices)
            {
                if (device.Hwaddr is { } mac && !macs.TryAdd(mac, node.Name) && isChanged(node.Name))
                {
                    problems.Add(
                        $"Node '{node.Name}' cannot have the hardware address {mac} on network '{network}': "
                        + $"node '{macs[mac]}' has it. Remove it there first or give another.");
                }

                CheckAddress(node.Name, network, device.Ipaddr);
                CheckAddress(node.Name, network, device.Ipaddr6);
            }

            // Machines of one chassis may share the controller's address and differ in the port.
            if (node.Settings.Ipmi is { Ipaddr: { } controller } ipmi && !controller.Equals(IPAddress.Any)
                && !controllers.TryAdd((controller, ipmi.Port ?? ""), node.Name) && isChanged(node.Name))
            {
                problems.Add(
                    $"Node '{node.Name}' cannot have the BMC address {controller}: node '{controllers[(controller, ipmi.Port ?? "")]}' has it. "
                    + "Remove it there first or give another.");
            }
        }

        void CheckAddress(NodeName node, string network, IPAddress? address)
        {
            if (address is null || address.Equals(IPAddress.Any))
            {
                return;
            }

            if (isChanged(node) && (address.Equals(after.Site.Ipaddr) || address.Equals(after.Site.Ipaddr6)))
            {
                problems.Add($"Node '{node}' cannot have the address {address} on network '{network}': it is the head's own in warewulf.conf. Give another.");
            }

            if (addresses.TryAdd(address, node) || !isChanged(node))
            {
                return;
            }

            problems.Add(
                $"Node '{node}' cannot have the address {address} on network '{network}': "
                + $"node '{addresses[address]}' has it. Remove it there first or give another.");
        }
    }

    private static void CheckReferences(Catalog after, HashSet<NodeName> changed, List<string> problems)
    {
        foreach (var name in changed)
        {
            if (after.Index.Find(name) is not { } node)
            {
                continue;
            }

            foreach (var profile in node.UnknownProfiles)
            {
                problems.Add($"Node '{name}' cannot use profile '{profile}': there is none of that name. Give another, or leave it out.");
            }

            if (node.Settings.ImageName is { Length: > 0 } image
                && !(ImageName.TryParse(image, null, out var imageName) && after.Images.ContainsKey(imageName)))
            {
                problems.Add(
                    $"Node '{name}' cannot use image '{Validation.Names.Printable(image)}': there is none of that name. "
                    + "See 'wwctl image list', or import it with 'wwctl image import'.");
            }
        }
    }

    private static void CheckImageUnused(Catalog after, ImageName image, List<string> problems)
    {
        var users = after.Index.Nodes.Where(node => node.Settings.ImageName == image.ToString()).Select(node => node.Name.ToString()).ToList();
        if (users.Count > 0)
        {
            problems.Add($"Image '{image}' cannot be deleted: {Hostlists.Hostlist.Fold(users.Order(StringComparer.Ordinal))} boots it.");
        }
    }
}
