using System.Diagnostics;
using Warewulf.Core;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Archives;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>What a change does to files of nodes is shown before it is made, and what breaks them can be refused.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlayPreviewTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _lab.Files.Write("share/overlays/notes/rootfs/etc/note.ww", "of {{ .Id }}\n{{ .Comment }}\nend\n");
        _lab.Files.Write("share/overlays/all/rootfs/etc/all.ww", "{{ range .AllNodes }}{{ .Id }} {{ .Comment }}\n{{ end }}");
        _lab.Files.Write("share/overlays/picky/rootfs/etc/f.ww", "{{ if eq .Comment \"bad\" }}{{ fail \"no\" }}{{ end }}");
        await _lab.AddAsync("n[1-3]", ("system-overlays", "notes,picky"), ("runtime-overlays", "all"));
        _lab.Catalog.Previewer = _lab.Get<OverlayPreview>();
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DryRun_Rendered_ShowsEachFileOnceWithTheNodesFolded(bool areBuilt)
    {
        if (areBuilt)
        {
            await _lab.Get<OverlayArtifacts>().BuildAsync(_lab.Catalog.Current, [.. _lab.Catalog.Current.Index.Nodes], CancellationToken.None);
        }

        var response = await _lab.Nodes.SetAsync(Request("n2", "new") with { DryRun = true, Rendered = true }, CancellationToken.None);

        Assert.Collection(
            response.Rendered,
            system =>
            {
                Assert.Equal(("system", "/etc/note", "changed", "n2", 1), (system.Archive, system.Path, system.Verb, system.Nodes, system.Count));
                Assert.Equal([" of n2", "-", "+new", " end"], system.Lines);
            },
            runtime =>
            {
                Assert.Equal(("runtime", "/etc/all", "changed", "n[1-3]", 3), (runtime.Archive, runtime.Path, runtime.Verb, runtime.Nodes, runtime.Count));
                Assert.Equal([" n1 ", "-n2 ", "+n2 new", " n3 "], runtime.Lines);
            });
        Assert.Null(_lab.Node("n2").Settings.Comment);
    }

    [Fact]
    public async Task DryRun_OfBuiltOverlays_RunsOnlyTemplatesThatReadWhatChanged()
    {
        await _lab.Get<OverlayArtifacts>().BuildAsync(_lab.Catalog.Current, [.. _lab.Catalog.Current.Index.Nodes], CancellationToken.None);
        var renders = _lab.Get<OverlayRenderer>().Renders;

        await _lab.Nodes.SetAsync(Request("n2", "new") with { DryRun = true, Rendered = true }, CancellationToken.None);

        // The two of n2 that show its comment, and the list of all nodes.
        Assert.Equal(3, _lab.Get<OverlayRenderer>().Renders - renders);
    }

    [Fact]
    public async Task DryRun_OfAnotherListOfOverlays_ShowsWhatComesAndGoes()
    {
        var request = new NodeChangeRequest(["n[1-2]"], new SettingsEdit { Fields = new Dictionary<string, string> { ["system-overlays"] = "picky" } })
        {
            DryRun = true,
            Rendered = true,
        };
        var removed = Assert.Single((await _lab.Nodes.SetAsync(request, CancellationToken.None)).Rendered, difference => difference.Path == "/etc/note");
        Assert.Equal(("removed", "n[1-2]"), (removed.Verb, removed.Nodes));
    }

    [ProgramFact("setfattr")]
    public async Task DryRun_OverlayWithAttributesInBothLists_HasAListOfEachKind()
    {
        _lab.Files.Write("share/overlays/marked/rootfs/etc/f", "x");
        using (var tool = Process.Start("setfattr", ["-n", "user.a", "-v", "1", Path.Combine(_lab.Files.Share, "overlays/marked/rootfs/etc/f")]))
        {
            await tool.WaitForExitAsync();
            Assert.Equal(0, tool.ExitCode);
        }

        var edit = new SettingsEdit { Fields = new Dictionary<string, string> { ["system-overlays"] = "marked", ["runtime-overlays"] = "marked" } };
        var response = await _lab.Nodes.SetAsync(new NodeChangeRequest(["n1"], edit) { DryRun = true, Rendered = true }, CancellationToken.None);

        var lists = response.Rendered.Where(difference => difference.Path.StartsWith("/warewulf/xattrs", StringComparison.Ordinal)).ToList();
        Assert.Equal([("system", "/warewulf/xattrs.system"), ("runtime", "/warewulf/xattrs.runtime")], lists.Select(list => (list.Archive, list.Path)));
        Assert.All(lists, list => Assert.Equal(["+# file: etc/f", "+user.a=0sMQ==", "+"], list.Lines));
    }

    [Fact]
    public async Task DryRun_OfWhatNoFileReads_ShowsNothing()
    {
        var request = new NodeChangeRequest(["n2"], new SettingsEdit { Fields = new Dictionary<string, string> { ["init"] = "/sbin/init" } })
        {
            DryRun = true,
            Rendered = true,
        };
        Assert.Empty((await _lab.Nodes.SetAsync(request, CancellationToken.None)).Rendered);
    }

    [Fact]
    public async Task Strict_OverlayThatCouldNotBeRendered_RefusesTheChange()
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.Nodes.SetAsync(Request("n[1-2]", "bad") with { Strict = true }, CancellationToken.None));
        Assert.Contains("--strict", error.Message, StringComparison.Ordinal);
        Assert.Contains("Overlay 'picky', file 'rootfs/etc/f.ww', line 1, column ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Nodes: n[1-2].", error.Message, StringComparison.Ordinal);
        Assert.Null(_lab.Node("n1").Settings.Comment);

        await _lab.Nodes.SetAsync(Request("n1", "good") with { Strict = true }, CancellationToken.None);
        Assert.Equal("good", _lab.Node("n1").Settings.Comment);
    }

    [Fact]
    public async Task Trace_File_NamesOverlayTemplateAndWhoSetWhat()
    {
        await _lab.SetAsync("n1", ("comment", "hello"));
        var trace = Assert.Single(_lab.Get<OverlayTracer>().Trace(NodeName.Parse("n1"), BytePath.FromText("/etc/note")).Archives);
        Assert.Equal(("system", "notes", "rootfs/etc/note.ww", false, true, true), (trace.Archive, trace.Overlay, trace.Source, trace.IsSite, trace.IsTemplate, trace.IsOwn));
        var field = Assert.Single(trace.Fields);
        Assert.Equal(("Comment", "hello"), (field.Field, field.Value));
        Assert.Equal([".Id"], trace.Reads);

        var error = Assert.Throws<WarewulfException>(() => _lab.Get<OverlayTracer>().Trace(NodeName.Parse("n1"), BytePath.FromText("/etc/none")));
        Assert.StartsWith("No overlay of node 'n1' has a file '/etc/none'.", error.Message, StringComparison.Ordinal);
        Assert.Throws<WarewulfException>(() => _lab.Get<OverlayTracer>().Trace(NodeName.Parse("n9"), BytePath.FromText("/etc/note")));
        Assert.Throws<WarewulfException>(() => _lab.Get<OverlayTracer>().Trace(NodeName.Parse("n1"), BytePath.FromText("../etc/note")));
    }

    private static NodeChangeRequest Request(string hosts, string comment) =>
        new([hosts], new SettingsEdit { Fields = new Dictionary<string, string> { ["comment"] = comment } }) { Author = "ada" };
}
