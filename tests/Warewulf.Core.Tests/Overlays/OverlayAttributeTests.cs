using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>Extended attributes of overlay files come to nodes as a list beside them, and only where there are any.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlayAttributeTests : IDisposable
{
    private const string List = "warewulf/xattrs.system";

    private readonly OverlayLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Render_WithoutAttributes_HasNoList()
    {
        _lab.Write("site/a/rootfs/etc/f", "x");
        _lab.Write("site/a/rootfs/etc/g.ww", "{{ .Id }}");
        Assert.Equal(["etc", "etc/f", "etc/g"], OverlayLab.Paths(_lab.Render("a")));
    }

    [ProgramFact("setfattr")]
    public void Render_FilesTemplatesAndDirectories_AreListed()
    {
        _lab.Write("site/a/rootfs/etc/f", "x");
        _lab.Write("site/a/rootfs/etc/own.ww", "{{ .Id }}");
        _lab.Write("site/a/rootfs/etc/many.ww", "{{ file \"one\" }}1{{ file \"two\" }}{{ softlink \"one\" }}");
        Set("site/a/rootfs/etc", "user.kind", "directory");
        Set("site/a/rootfs/etc/f", "user.kind", "file");
        Set("site/a/rootfs/etc/f", "user.b", "");
        Set("site/a/rootfs/etc/own.ww", "user.kind", "template");
        Set("site/a/rootfs/etc/many.ww", "user.kind", "several");

        var output = _lab.Render("a");

        // What sets attributes would follow the link.
        Assert.Equal(
            """
            # file: etc
            user.kind=0sZGlyZWN0b3J5

            # file: etc/f
            user.b=0s
            user.kind=0sZmlsZQ==

            # file: etc/one
            user.kind=0sc2V2ZXJhbA==

            # file: etc/own
            user.kind=0sdGVtcGxhdGU=


            """,
            OverlayLab.Text(output, List));
        var list = OverlayLab.Entry(output, List);
        Assert.Equal((0x8180u, 0u, 0u, false), (list.Mode, list.Uid, list.Gid, list.IsOwn));
        Assert.True(OverlayLab.Entry(output, "warewulf").IsDirectory);
    }

    [ProgramFact("setfattr")]
    public void Render_FileOfALaterOverlay_HasItsOwnAttributesAlone()
    {
        foreach (var overlay in new[] { "a", "b" })
        {
            _lab.Write($"site/{overlay}/rootfs/hidden", overlay);
            _lab.Write($"site/{overlay}/rootfs/other", overlay);
            Set($"site/{overlay}/rootfs/other", "user.of", overlay);
        }

        Set("site/a/rootfs/hidden", "user.of", "a");

        Assert.Equal("# file: hidden\nuser.of=0sYQ==\n\n# file: other\nuser.of=0sYQ==\n\n", OverlayLab.Text(_lab.Render("a"), List));
        Assert.Equal("# file: other\nuser.of=0sYg==\n\n", OverlayLab.Text(_lab.Render("a", "b"), List));
    }

    [ProgramFact("setfattr")]
    public void Render_FileWhereTheListHasToBe_IsReplaced_AndADirectoryToldOf()
    {
        _lab.Write("site/a/rootfs/f", "x");
        Set("site/a/rootfs/f", "user.a", "1");
        _lab.Write($"site/b/rootfs/{List}", "mine");
        _lab.Write($"site/c/rootfs/{List}/d", "mine");

        Assert.StartsWith("# file: f\n", OverlayLab.Text(_lab.Render("a", "b"), List), StringComparison.Ordinal);
        var error = Assert.Throws<WarewulfException>(() => _lab.Render("a", "c"));
        Assert.Contains($"no place at '/{List}' (node 'n0001'): overlay 'c' has a directory", error.Message, StringComparison.Ordinal);
    }

    [ProgramFact("setfattr", "getfattr", "cpio")]
    public void Restore_SystemAndRuntimeLists_GiveANodeAllAttributes()
    {
        // Bytes that mean something to the list, to a shell, or are no text at all.
        string[] names = ["plain", @"back\\slash", @"equals=sign", @"#hash", @" blank ", @"new\nline", @"latin\351", @"utf\303\251", @"octal\\101"];
        _lab.Write("site/a/rootfs/etc/plain.ww", "{{ .Id }}");
        Set("site/a/rootfs/etc/plain.ww", "user.kind", "own");
        _lab.Write("site/b/rootfs/etc/run", "x");
        Set("site/b/rootfs/etc/run", "user.kind", "runtime");
        foreach (var (number, name) in names.Index().Skip(1))
        {
            Tool.Shell(_lab["site/a/rootfs/etc"], $"f=./$(printf '{name}.'); f=${{f%.}}; echo x >\"$f\" && setfattr -n user.kind -v {number} \"$f\" && setfattr -n user.binary -v 0x00ff0a5c \"$f\"");
        }

        Directory.CreateDirectory(_lab["node"]);
        Unpack("a", "warewulf/xattrs.system");
        Unpack("b", "warewulf/xattrs.runtime");
        Tool.Shell(_lab["node"], "setfattr --restore=warewulf/xattrs.system && setfattr --restore=warewulf/xattrs.runtime");

        foreach (var (number, name) in names.Index())
        {
            var found = Tool.Shell(_lab["node/etc"], $"f=./$(printf '{name}.'); f=${{f%.}}; getfattr --only-values -n user.kind \"$f\"");
            Assert.Equal(number == 0 ? "own" : $"{number}", found);
        }

        Assert.Equal("0x00ff0a5c", Tool.Shell(_lab["node/etc"], @"getfattr -e hex -n user.binary ""$(printf 'latin\351')"" | sed -n 's/^user.binary=//p'").Trim());
        Assert.Equal("runtime", Tool.Shell(_lab["node/etc"], "getfattr --only-values -n user.kind run"));
    }

    [ProgramFact("setfattr", "getfattr", "cpio")]
    public void Restore_Capability_IsTheFilesAgain()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        const string Capability = "0x0100000200200000000000000000000000000000";
        _lab.Write("site/a/rootfs/usr/bin/ping", "x", 0x1ED);
        Tool.Shell(_lab["site/a/rootfs/usr/bin"], $"setfattr -n security.capability -v {Capability} ping");
        Directory.CreateDirectory(_lab["node"]);
        Unpack("a", List);

        Tool.Shell(_lab["node"], $"setfattr --restore={List}");

        Assert.Contains($"security.capability={Capability}", Tool.Shell(_lab["node"], "getfattr -e hex -n security.capability usr/bin/ping"), StringComparison.Ordinal);
    }

    [ProgramFact("setfattr")]
    public void Build_NodesOfOneShape_ShareTheList()
    {
        _lab.Write("site/a/rootfs/own.ww", "{{ .Id }}");
        Set("site/a/rootfs/own.ww", "user.kind", "own");
        var (shelf, site) = (new OverlayShelf(), _lab.Site());
        var set = _lab.Renderer.Load([OverlayName.Parse("a")]);
        var builder = new OverlayBuilder(_lab.Renderer, shelf);

        var builds = _lab.Nodes.Select(node => builder.Build(new OverlayContext(site, node), set, null, shelf)).ToList();

        Assert.Same(builds[0].Shared, builds[1].Shared);
        Assert.NotEqual(builds[0].Own.Digest, builds[1].Own.Digest);
        Assert.Contains("# file: own\n", Listed(shelf, builds[1]), StringComparison.Ordinal);
    }

    private string Listed(OverlayShelf shelf, OverlayBuild build)
    {
        using (var target = File.Create(_lab["one.gz"]))
        {
            shelf.Write(build.Recipe, target);
        }

        return Tool.Shell(_lab["site"], $"gzip -dc ../one.gz | cpio -i --quiet --to-stdout {List}");
    }

    private void Set(string path, string name, string value) => Tool.Shell(_lab["site"], $"setfattr -n {name} -v '{value}' '{_lab[path]}'");

    // As a node does: archives of both kinds over each other.
    private void Unpack(string overlay, string list)
    {
        var shelf = new OverlayShelf();
        var set = _lab.Renderer.Load([OverlayName.Parse(overlay)]).WithAttributesAt(BytePath.FromText(list));
        using (var target = File.Create(_lab["archive.gz"]))
        {
            shelf.Write(new OverlayBuilder(_lab.Renderer, shelf).Build(_lab.Context(), set, null, shelf).Recipe, target);
        }

        Tool.Shell(_lab["node"], "gzip -dc ../archive.gz | cpio -idmu --quiet");
    }
}
