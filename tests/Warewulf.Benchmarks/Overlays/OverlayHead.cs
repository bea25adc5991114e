using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Segments;

namespace Warewulf.Benchmarks.Overlays;

/// <summary>What of a head builds overlays, as it is after a start: nothing in memory, on the disk what others of the same directory left there.</summary>
internal sealed class OverlayHead : IDisposable
{
    private const int AtOnce = 1024;

    /// <summary>Starts.</summary>
    /// <param name="root">The directory of the head.</param>
    /// <param name="share">The overlays.</param>
    /// <param name="site">The settings of the server.</param>
    public OverlayHead(string root, string share, SiteConfig site)
    {
        var time = TimeProvider.System;
        var paths = new SitePaths(root, Path.Combine(root, "share"), site);
        var options = new SiloOptions { HostName = "head1", Version = "", Share = Path.Combine(root, "share") };
        Directory.CreateDirectory(paths.State);
        var blobs = new BlobStore(Path.Combine(root, "blobs"));
        var distribution = new DirectoryOverlays(share, new OverlayDirectoryReader(time));
        var source = new OverlaySource(Path.Combine(root, "site"), distribution, blobs.Open);
        var records = new OverlayRecords(paths, NullLogger<OverlayRecords>.Instance);
        Renderer = new OverlayRenderer(
            distribution, new OverlayFiles(root, "/etc/warewulf", OverlayFiles.DefaultDirectories, image => Path.Combine(root, $"{image}")), records);
        var sets = new OverlaySets(Renderer, source, new OverlayWatch(paths, time));
        var sites = new OverlaySites(options, new RecentInterfaces(() => [], time), new OverlaySurroundings(time), time);
        Artifacts = new OverlayArtifacts(
            new OverlayBuilder(Renderer, new OverlayStore(blobs)), sets, sites, blobs, records);
        Preview = new OverlayPreview(Renderer, sets, sites, Artifacts);
    }

    /// <summary>Runs templates, and counts how many.</summary>
    public OverlayRenderer Renderer { get; }

    /// <summary>Builds archives.</summary>
    public OverlayArtifacts Artifacts { get; }

    /// <summary>Shows what a change does.</summary>
    public OverlayPreview Preview { get; }

    /// <summary>Builds the overlays of all nodes as the head does.</summary>
    public async Task BuildAsync(Catalog catalog)
    {
        foreach (var some in catalog.Index.InOrder.Chunk(AtOnce))
        {
            if (await Artifacts.BuildAsync(catalog, some, CancellationToken.None) is [var problem, ..])
            {
                throw problem.Error;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Artifacts.Dispose();
}
