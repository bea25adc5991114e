using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Core.Validation;
using Warewulf.Silo.Nodes;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Catalogs;

/// <summary>The catalog as whole declarations: read for export and editing, put for import, and taken back to an earlier revision.</summary>
internal sealed class DeclaredService(CatalogService catalogs, CatalogHistory history, NodeTraces traces)
{
    private const int MostReported = 10;

    /// <summary>Nodes and profiles as declared.</summary>
    /// <param name="hosts">Which nodes; all when there are none.</param>
    /// <param name="revision">Of which revision; unset means the current one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<DeclaredResponse> ReadAsync(IReadOnlyList<string> hosts, long? revision, CancellationToken cancellationToken)
    {
        var catalog = revision is { } number ? await history.AtAsync(number, cancellationToken) : catalogs.Current;
        var nodes = hosts.Count == 0 ? catalog.Nodes.Values : NodeService.Existing(catalog, hosts).Order().Select(name => catalog.Nodes[name]);
        return new DeclaredResponse(catalog.Revision, [.. catalog.Profiles.Values], [.. nodes]);
    }

    /// <summary>Declares nodes and profiles whole.</summary>
    public async Task<CommitResponse> DeclareAsync(DeclareRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var removedNodes = request.RemoveNodes.Select(NodeName.Parse).ToHashSet();
        var removedProfiles = request.RemoveProfiles.Select(Core.Profiles.ProfileName.Parse).ToHashSet();
        return await CommitAsync(request, "apply", current =>
        {
            var nodes = request.Nodes.Select(node => node.Name).ToHashSet();
            var profiles = request.Profiles.Select(profile => profile.Name).ToHashSet();
            return
            [
                .. request.Profiles.Select(profile => new PutProfile(profile)),
                .. request.Nodes.Select(node => new PutNode(node)),
                .. current.Nodes.Keys.Where(name => removedNodes.Contains(name) || (request.Prune && !nodes.Contains(name))).Select(name => new DeleteNode(name)),
                .. current.Profiles.Keys.Where(name => removedProfiles.Contains(name) || (request.Prune && !profiles.Contains(name))).Select(name => new DeleteProfile(name)),
            ];
        }, cancellationToken);
    }

    /// <summary>Makes a new revision with the nodes, profiles and overlays of an earlier one.</summary>
    public async Task<CommitResponse> RollbackAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        var target = await history.AtAsync(request.Revision, cancellationToken);
        return await CommitAsync(request, $"rollback to {request.Revision}", current =>
        [
            .. target.Profiles.Values.Select(profile => new PutProfile(profile)),
            .. target.Nodes.Values.Select(node => new PutNode(node)),
            .. current.Nodes.Keys.Where(name => !target.Nodes.ContainsKey(name)).Select(name => new DeleteNode(name)),
            .. current.Profiles.Keys.Where(name => !target.Profiles.ContainsKey(name)).Select(name => new DeleteProfile(name)),
            .. OverlayRollback.Operations(current, target),
        ], cancellationToken);
    }

    // Whatever a flag would refuse is refused in a file.
    private static void Check(DeclareRequest request)
    {
        if (request.Nodes.Contains(null!) || request.Profiles.Contains(null!) || request.RemoveNodes.Contains(null!) || request.RemoveProfiles.Contains(null!))
        {
            throw WarewulfException.Invalid("A node or profile of the request is null.");
        }

        var names = request.Nodes.Select(node => $"node '{node.Name}'").Concat(request.RemoveNodes.Select(name => $"node '{name}'"))
            .Concat(request.Profiles.Select(profile => $"profile '{profile.Name}'")).Concat(request.RemoveProfiles.Select(name => $"profile '{name}'"));
        if (names.CountBy(name => name).FirstOrDefault(count => count.Value > 1) is { Value: > 1 } twice)
        {
            throw WarewulfException.Invalid($"The {twice.Key} stands in the request twice: leave one out.");
        }

        var wrong = request.Profiles.SelectMany(profile => Problems($"Profile '{profile.Name}'", profile.Settings, isProfile: true))
            .Concat(request.Nodes.SelectMany(node => Problems($"Node '{node.Name}'", node.Settings, isProfile: false)));
        var problems = wrong.Take(MostReported + 1).ToList();
        if (problems.Count > 0)
        {
            throw WarewulfException.Invalid(string.Join(' ', problems.Take(MostReported)) + (problems.Count > MostReported ? " (and more)" : ""));
        }
    }

    private static IEnumerable<string> Problems(string what, NodeSettings settings, bool isProfile) =>
        SettingsShape.HasNulls(settings) ? [$"{what}: a value within a list or map is null."]
        : SettingsShape.Keys(settings).Where(key => key.Length == 0 || key.Any(char.IsControl)).Select(key => $"{what}: '{Names.Printable(key)}' is no name for a device, disk, file system or tag.")
            .Concat((settings.NetworkDevices?.Keys ?? []).Where(key => !Names.IsFileName(key)).Select(key => $"{what}: '{Names.Printable(key)}' is not a network name: use letters, digits, '.', '-', ':' and '_'."))
            .Concat(NodeFields.Entries(settings).Select(entry =>
                isProfile && entry.Field.IsNodeOnly ? $"{what}: profiles have no '{entry.Field.Key}'."
                : entry.Problem is { } problem ? $"{what}: {problem}"
                : null).OfType<string>());

    private async Task<CommitResponse> CommitAsync(
        ChangeRequest request, string comment, Func<Catalog, IReadOnlyList<CatalogOperation>> decide, CancellationToken cancellationToken)
    {
        var terms = await CommitTerms.OfAsync(request, comment, history, cancellationToken) with { MayLackImages = true };
        var commit = await catalogs.CommitAsync(terms, current => [.. decide(current).Where(operation => Changes(current, operation))], cancellationToken);
        var operations = commit.Change?.Operations ?? [];
        var gone = operations.OfType<DeleteNode>().Select(delete => delete.Name).ToList();
        var warnings = terms.DryRun ? [] : await traces.ForgetDeletedAsync(gone);
        var nodes = operations.OfType<PutNode>().Select(put => put.Node.Name);
        return commit.Answer(
            terms, [.. operations.Select(operation => operation.Subject.Name)], [.. warnings, .. NodeService.Warnings(commit.After, nodes)]);
    }

    private static bool Changes(Catalog current, CatalogOperation operation) => operation switch
    {
        PutNode put => !(current.Nodes.TryGetValue(put.Node.Name, out var node) && NodeFields.AreSame(node.Settings, put.Node.Settings)),
        PutProfile put => !(current.Profiles.TryGetValue(put.Profile.Name, out var profile) && NodeFields.AreSame(profile.Settings, put.Profile.Settings)),
        _ => true,
    };
}
