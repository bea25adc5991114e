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
        problems.AddRange(after.Index.Clashes.Select(clash =>
            $"Node '{clash.Node}' cannot have the {clash.What}: node '{clash.Holder}' has it. Remove it there first or give another."));
        CheckHeadAddress(after, changed, problems);
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

    private static void CheckHeadAddress(Catalog after, HashSet<NodeName> changed, List<string> problems)
    {
        if (after.Site is { Ipaddr: null, Ipaddr6: null })
        {
            return;
        }

        foreach (var node in changed.Select(after.Index.Find).OfType<EffectiveNode>())
        {
            foreach (var (network, device) in node.NetworkDevices)
            {
                problems.AddRange(new[] { device.Ipaddr, device.Ipaddr6 }
                    .Where(address => address is not null && (address.Equals(after.Site.Ipaddr) || address.Equals(after.Site.Ipaddr6)))
                    .Select(address => $"Node '{node.Name}' cannot have the address {address} on network '{network}': it is the head's own in warewulf.conf. Give another."));
            }
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
