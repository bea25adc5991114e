using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Catalogs;

/// <summary>Checks a revision before it is committed and reports every problem, not only the first.</summary>
internal static class CatalogValidator
{
    private const int MostReported = 10;

    /// <summary>Refuses a change that would leave the catalog contradicting itself.</summary>
    /// <param name="before">The catalog before the change.</param>
    /// <param name="after">The catalog with it.</param>
    /// <param name="change">The change.</param>
    /// <param name="mayLackImages">Whether nodes may name images that are still to be imported.</param>
    /// <exception cref="WarewulfException">There are problems.</exception>
    public static void Validate(Catalog before, Catalog after, CatalogChange change, bool mayLackImages)
    {
        var changed = change.Operations.OfType<PutNode>().Select(put => put.Node.Name).ToHashSet();
        var everything = change.Operations.Any(operation => operation is PutProfile or DeleteProfile);
        changed = everything ? [.. after.Nodes.Keys] : changed;
        var problems = new List<string>();
        problems.AddRange(after.Index.Clashes.Select(clash =>
            $"Node '{clash.Node}' cannot have the {clash.What}: node '{clash.Holder}' has it. Remove it there first or give another."));
        CheckHeadAddress(before, after, changed, problems);
        CheckReferences(before, after, changed, mayLackImages, problems);
        CheckProfiles(after, change, problems);
        CheckOverlays(after, change, problems);
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

    private static void CheckHeadAddress(Catalog before, Catalog after, HashSet<NodeName> changed, List<string> problems)
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

                    // A head that has moved to the address of a node is no reason against another change to it.
                    .Where(address => before.Index.HolderOf(address!)?.Name != node.Name)
                    .Select(address => $"Node '{node.Name}' cannot have the address {address} on network '{network}': it is the head's own in warewulf.conf. Give another."));
            }
        }
    }

    private static void CheckReferences(Catalog before, Catalog after, HashSet<NodeName> changed, bool mayLackImages, List<string> problems)
    {
        foreach (var name in changed)
        {
            if (after.Index.Find(name) is not { } node)
            {
                continue;
            }

            foreach (var profile in node.UnknownProfiles.Where(profile => !HasProfile(before, profile)))
            {
                problems.Add($"Node '{name}' cannot use profile '{profile}': there is none of that name. Give another, or leave it out.");
            }

            // An image that was missing before is no reason against another change.
            if (!mayLackImages
                && node.Settings.ImageName is { Length: > 0 } image
                && before.Index.Find(name)?.Settings.ImageName != image
                && ImageLookup.Of(after, image).Problem is { } problem)
            {
                problems.Add($"Node '{name}' cannot use image '{Validation.Names.Printable(image)}': {problem}");
            }
        }
    }

    private static bool HasProfile(Catalog catalog, string name) =>
        ProfileName.TryParse(name, null, out var parsed) && catalog.Profiles.ContainsKey(parsed);

    private static void CheckProfiles(Catalog after, CatalogChange change, List<string> problems)
    {
        foreach (var profile in change.Operations.OfType<PutProfile>().Select(put => put.Profile).Where(profile => after.Profiles.ContainsKey(profile.Name)))
        {
            foreach (var name in profile.Settings.Profiles ?? [])
            {
                if (!name.StartsWith('~') && !HasProfile(after, name))
                {
                    problems.Add($"Profile '{profile.Name}' cannot build on '{Validation.Names.Printable(name)}': there is no profile of that name.");
                }
            }
        }

        foreach (var gone in change.Operations.OfType<DeleteProfile>().Select(delete => delete.Name).Where(name => !after.Profiles.ContainsKey(name)))
        {
            var users = after.Profiles.Values.Where(profile => Uses(profile.Settings, gone)).Select(profile => $"profile '{profile.Name}'")
                .Concat(Fold(after.Nodes.Values.Where(node => Uses(node.Settings, gone)).Select(node => node.Name.ToString())));
            if (string.Join(" and ", users) is { Length: > 0 } text)
            {
                problems.Add($"Profile '{gone}' cannot be deleted: {text} builds on it. Take it off there first.");
            }
        }

        static bool Uses(NodeSettings settings, ProfileName name) => settings.Profiles?.Contains(name.ToString()) == true;

        static IEnumerable<string> Fold(IEnumerable<string> nodes) => Hostlists.Hostlist.Fold(nodes) is { Length: > 0 } folded ? [$"node '{folded}'"] : [];
    }

    private static void CheckOverlays(Catalog after, CatalogChange change, List<string> problems)
    {
        var touched = change.Operations.Where(operation => operation is PutOverlay or ChangeOverlay).Select(operation => operation.Subject.Name).Distinct();
        foreach (var overlay in touched.Select(name => after.Overlays.GetValueOrDefault(OverlayName.Parse(name))).OfType<OverlayManifest>())
        {
            if (ManifestRules.Problem(overlay) is { } problem)
            {
                problems.Add($"Overlay '{overlay.Name}' cannot be as asked: {problem}.");
            }
        }
    }

    private static void CheckImageUnused(Catalog after, ImageName image, List<string> problems)
    {
        if (!after.Images.ContainsKey(image) && ImageUsers.Of(after, image).ToString() is { Length: > 0 } users)
        {
            problems.Add($"Image '{image}' cannot be deleted: it is named by {users}. Give another there first, as with 'wwctl node set --image NAME'.");
        }
    }
}
