using System.Collections.Immutable;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Boot;

/// <summary>Makes boot plans from the catalog. What a node lacks becomes a problem in its plan, not an error: the console shows it.</summary>
internal sealed class NodePlanner : INodePlanner
{
    private readonly CatalogService _catalog;
    private readonly BootTemplates _templates;
    private readonly OverlayArtifacts _overlays;

    public NodePlanner(CatalogService catalog, BootTemplates templates, OverlayArtifacts overlays)
    {
        _catalog = catalog;
        _templates = templates;
        _overlays = overlays;
    }

    /// <inheritdoc/>
    public async Task<BootPlan> PlanAsync(NodeName name, NextBoot? next, CancellationToken cancellationToken)
    {
        var catalog = _catalog.Current;
        var node = catalog.Index.Find(name)
            ?? throw WarewulfException.NotFound($"There is no node '{name}': see 'wwctl node list'.");
        var settings = node.Settings;
        var problems = ImmutableArray.CreateBuilder<string>();
        var imageName = next?.ImageName ?? settings.ImageName;
        var build = Build(catalog, node, imageName, problems);
        var kernel = Kernel(node, imageName, build, problems);
        var template = next?.IpxeTemplate ?? settings.IpxeTemplate ?? "default";
        var script = await ScriptAsync(name, template, problems);

        return new BootPlan(name, catalog.Revision)
        {
            Script = script,
            Kernel = kernel?.Kernel,
            KernelVersion = settings.Kernel?.Version ?? kernel?.Version,
            Initramfs = kernel?.Initramfs,
            Image = build?.Archive,
            System = await OverlayAsync(catalog, node, OverlayKind.System, problems, cancellationToken),
            Runtime = await OverlayAsync(catalog, node, OverlayKind.Runtime, problems, cancellationToken),
            KernelArgs = next?.KernelArgs ?? settings.Kernel?.Args ?? [],
            ImageName = imageName ?? "",
            ClusterName = settings.ClusterName ?? "",
            IpxeTemplate = template,
            Root = settings.Root ?? "",
            Tags = settings.Tags ?? SortedMap<string>.Empty,
            NetworkDevices = node.NetworkDevices,
            AssetKey = settings.AssetKey,
            Problems = problems.ToImmutable(),
        };
    }

    private static ImageBuild? Build(Catalog catalog, EffectiveNode node, string? imageName, ImmutableArray<string>.Builder problems)
    {
        if (string.IsNullOrEmpty(imageName))
        {
            problems.Add($"Node '{node.Name}' has no image. Give it one with 'wwctl node set {node.Name} --image NAME'.");
            return null;
        }

        var found = ImageLookup.Of(catalog, imageName);
        if (found.Problem is { } problem)
        {
            problems.Add($"Node '{node.Name}' cannot use image '{imageName}': {problem}");
        }
        else if (found.Build is null)
        {
            problems.Add($"Node '{node.Name}' cannot use image '{imageName}': it was never built. Run 'wwctl image build {imageName}'.");
        }

        return found.Build;
    }

    private static ImageKernel? Kernel(EffectiveNode node, string? imageName, ImageBuild? build, ImmutableArray<string>.Builder problems)
    {
        var wanted = node.Settings.Kernel?.Version;
        var kernel = build?.FindKernel(wanted);
        if (build is not null && kernel is null)
        {
            // That it has a build means that its name can be read.
            var name = ImageReference.Parse(imageName!).Name;
            problems.Add(string.IsNullOrEmpty(wanted)
                ? $"Node '{node.Name}' cannot boot image '{imageName}': it has no kernel. Install one in it and run 'wwctl image build {name}'."
                : $"Node '{node.Name}' cannot boot kernel '{wanted}': image '{imageName}' has none of that version. See 'wwctl image kernels {name}'.");
        }

        return kernel;
    }

    private async Task<ArtifactRef?> ScriptAsync(NodeName node, string template, ImmutableArray<string>.Builder problems)
    {
        try
        {
            var script = await _templates.FindAsync(template);
            if (script is null)
            {
                problems.Add($"Node '{node}' cannot use the boot script '{template}': there is no '{template}.ipxe' in etc/warewulf/ipxe.");
            }

            return script;
        }
        catch (WarewulfException e)
        {
            problems.Add(e.Message);
            return null;
        }
    }

    private async Task<ArtifactRef?> OverlayAsync(
        Catalog catalog, EffectiveNode node, OverlayKind kind, ImmutableArray<string>.Builder problems,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _overlays.GetAsync(catalog, node, kind, cancellationToken);
        }
        catch (WarewulfException e)
        {
            problems.Add(e.Message);
            return _overlays.LastGood(node.Name, kind);
        }
    }
}
