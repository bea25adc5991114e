using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Tests.Support;

/// <summary>One head's directory of site overlays, over the catalog store and the blobs of a lab.</summary>
internal sealed class OverlayHead : IDisposable
{
    private readonly SiloLab _lab;
    private readonly CatalogHistory _history;
    private readonly SitePaths _paths;

    private OverlayHead(SiloLab lab, string root, CatalogService catalog)
    {
        _lab = lab;
        Catalog = catalog;
        _paths = new SitePaths(root, lab.Files.Share, SiteConfig.Default);
        _history = new CatalogHistory(catalog, lab.Store, lab.Time, NullLogger<CatalogHistory>.Instance);
        Directory.CreateDirectory(_paths.State);
        Copy = Start();
    }

    public CatalogService Catalog { get; }

    public OverlayWorkingCopy Copy { get; private set; }

    public RecordingLogger<OverlayWorkingCopy> Log { get; } = new();

    /// <summary>Where the overlays lie.</summary>
    public string Location => _paths.SiteOverlays;

    public string StateFile => Path.Combine(_paths.State, "overlays.state");

    public static async Task<OverlayHead> CreateAsync(SiloLab lab, string name) =>
        new(lab, Path.Combine(lab.Files.Base, name), await lab.OtherHeadAsync());

    /// <summary>Begins anew, as after the end of the process.</summary>
    public void Restart()
    {
        Copy.Dispose();
        Copy = Start();
    }

    /// <summary>Hears what others committed, then syncs.</summary>
    public async Task SyncAsync()
    {
        await Catalog.CatchUpAsync(CancellationToken.None);
        await Copy.SyncAsync(CancellationToken.None);
    }

    public string Full(string path) => Path.Combine(Location, path);

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), content);
    }

    public string Read(string path) => File.ReadAllText(Full(path));

    /// <summary>Everything below, as text to compare: kind, permissions, owner, time, content.</summary>
    public string Listing(string without = " ")
    {
        var script = "find . -mindepth 1 -not -name '*.conflict-*' \\( -type d -printf '%p %M %U:%G\\n' -o -type l -printf '%p %M %U:%G %Ts %l\\n' "
            + "-o -type f -printf '%p %M %U:%G %Ts ' -exec sh -c 'sha256sum < \"$1\"' sh {} \\; \\) | LC_ALL=C sort";
        return string.Join('\n', Shell(script).Split('\n').Where(line => !line.Contains(without, StringComparison.Ordinal) || without == " "));
    }

    public string Shell(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-ec", script]) { WorkingDirectory = Directory.CreateDirectory(Location).FullName, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    /// <summary>The overlay as the catalog has it.</summary>
    public OverlayManifest? Overlay(string name) => Catalog.Current.Overlays.GetValueOrDefault(OverlayName.Parse(name));

    public string[] Paths(string name) => [.. Overlay(name)!.Entries.Select(entry => entry.Path.ToString())];

    public void Dispose()
    {
        // The runtime cannot remove names that are no UTF-8.
        Shell("rm -rf ./*");
        Copy.Dispose();
        _history.Dispose();
        Catalog.Dispose();
    }

    private OverlayWorkingCopy Start() =>
        new(_paths, Catalog, _history, _lab.Store, _lab.Blobs, new OverlayDirectoryReader(_lab.Time), Log);
}
