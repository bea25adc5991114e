using Warewulf.Core;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Configure;

/// <summary>Writes this head's own files, from the overlay <c>host</c>.</summary>
internal sealed class HostFiles(CatalogService catalogs, OverlaySource source, OverlaySites sites, HostOverlay overlay, SitePaths paths, SiloOptions options)
{
    /// <summary>All of them.</summary>
    public void Apply(HeadReporter report) => Apply(report, overlay.Render);

    /// <summary><c>/etc/hosts</c> alone.</summary>
    public void ApplyHosts(HeadReporter report) => Apply(report, overlay.RenderHosts);

    private void Apply(HeadReporter report, Func<OverlayContext, OverlaySet, OverlayOutput> render)
    {
        try
        {
            var catalog = catalogs.Current;
            var set = overlay.Load(source.Of(catalog));

            // Not as files were a moment ago: what is written here is read again for it.
            var output = render(new OverlayContext(sites.Imagine(catalog), options.HostNode()), set);
            if (HostOverlay.Danger(set) is { } danger)
            {
                report.Warn(danger);
            }

            foreach (var warning in output.Warnings)
            {
                report.Warn(warning);
            }

            Tell(report, new HostFileWriter(paths.Root).Write(output.Entries));
        }
        catch (WarewulfException e)
        {
            report.Fail(e.Message);
        }
    }

    private void Tell(HeadReporter report, IReadOnlyList<HostFileChange> changes)
    {
        foreach (var change in changes)
        {
            var file = $"{paths.Root}/{change.Path}";
            if (change.Failure is { } failure)
            {
                report.Fail($"'{file}' cannot be written: {failure}.");
            }
            else
            {
                report.Info(change.Backup is { } backup ? $"Wrote '{file}'; what it was is kept as '{backup}' in the same directory." : $"Wrote '{file}'.");
            }
        }

        if (changes.Count == 0)
        {
            report.Info("All files made by overlay 'host' are up to date.");
        }
    }
}
