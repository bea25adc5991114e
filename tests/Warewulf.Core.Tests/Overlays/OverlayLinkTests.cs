using Warewulf.Core.Api;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>Symbolic links in overlays never lead to a file of the server, neither for reading nor for writing.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlayLinkTests : IDisposable
{
    private readonly OverlayLab _lab = new();

    public OverlayLinkTests()
    {
        _lab.Write("root/etc/secret", "server's own");
        _lab.Write("victim/f", "untouched");
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Render_FileOverLink_ReplacesTheLink()
    {
        _lab.Link("site/a/rootfs/f", _lab["victim/f"]);
        _lab.Write("site/b/rootfs/f", "new");

        var output = _lab.Render("a", "b");

        Assert.True(OverlayLab.Entry(output, "f").IsFile);
        Assert.Equal("new", OverlayLab.Text(output, "f"));
        Assert.Equal("untouched", File.ReadAllText(_lab["victim/f"]));
    }

    [Theory]
    [InlineData("f")]
    [InlineData("f.ww")]
    public void Render_DirectoryOverLink_StaysInTheNodesRoot(string name)
    {
        _lab.Link("site/a/rootfs/d", _lab["victim"]);
        _lab.Write($"site/b/rootfs/d/{name}", "new");

        var output = _lab.Render("a", "b");

        var inside = _lab["victim/f"][1..];
        Assert.True(OverlayLab.Entry(output, "d").IsLink);
        Assert.Equal("new", OverlayLab.Text(output, inside));
        Assert.Equal("untouched", File.ReadAllText(_lab["victim/f"]));
    }

    [Fact]
    public void Render_MergedUsr_KeepsTheLink()
    {
        _lab.Link("site/a/rootfs/lib", "usr/lib");
        _lab.Write("site/b/rootfs/lib/systemd/unit", "x");

        Assert.Equal(["lib", "usr", "usr/lib", "usr/lib/systemd", "usr/lib/systemd/unit"], OverlayLab.Paths(_lab.Render("a", "b")));
    }

    [Fact]
    public void Render_LinkUpwards_StopsAtTheRoot()
    {
        _lab.Link("site/a/rootfs/d", "../../../../x");
        _lab.Write("site/b/rootfs/d/f", "new");

        Assert.Equal(["d", "x", "x/f"], OverlayLab.Paths(_lab.Render("a", "b")));
    }

    [Fact]
    public void Render_LinksInCircles_AreAnError()
    {
        _lab.Link("site/a/rootfs/d", "e");
        _lab.Link("site/a/rootfs/e", "d");
        _lab.Write("site/b/rootfs/d/f", "new");

        Errors.Expect(ApiErrorCode.Invalid, "of overlay 'a' goes in circles (node 'n0001').", () => _lab.Render("a", "b"));
    }

    [Fact]
    public void Render_TemplateWritesThroughItsOwnLink_StaysInTheNodesRoot()
    {
        _lab.Write("site/a/rootfs/f.ww", "{{ file \"d\" }}{{ softlink \"" + _lab["victim"] + "\" }}{{ file \"d/f\" }}new");

        var output = _lab.Render("a");

        Assert.Equal("new", OverlayLab.Text(output, _lab["victim/f"][1..]));
        Assert.Equal("untouched", File.ReadAllText(_lab["victim/f"]));
    }

    [Theory]
    [InlineData("../../../root/etc/secret")]
    [InlineData("/etc/hostname")]
    [InlineData("nowhere")]
    [InlineData("f.ww")]
    public void Render_TemplateThatIsALink_LeadsOutOfItsOverlayNever(string target)
    {
        _lab.Write("site/a/rootfs/g", "x");
        _lab.Link("site/a/rootfs/f.ww", target);

        Errors.Expect(ApiErrorCode.Unavailable, "the template is a symbolic link that leads to no file of its overlay", () => _lab.Render("a"));
    }

    [Fact]
    public void Render_TemplateThatIsALinkInside_IsRendered()
    {
        _lab.Write("site/a/rootfs/g.ww", "{{ .Id }}", Convert.ToInt32("600", 8));
        _lab.Link("site/a/rootfs/f.ww", "g.ww");

        var output = _lab.Render("a");

        Assert.Equal("n0001", OverlayLab.Text(output, "f"));
        Assert.Equal("100600", Convert.ToString(OverlayLab.Entry(output, "f").Mode, 8));
    }

    [Fact]
    public void Render_OverlayDirectoryThatIsALinkInside_IsNotWalked()
    {
        _lab.Write("site/a/rootfs/real/f", "x");
        _lab.Link("site/a/rootfs/alias", _lab["victim"]);

        Assert.Equal(["alias", "real", "real/f"], OverlayLab.Paths(_lab.Render("a")));
    }

    [Fact]
    public void Include_LinkOfTheServer_IsFollowedBelowItsRoot()
    {
        _lab.Link("root/etc/l", "/etc/secret");
        _lab.Link("root/etc/out", "/../../victim/f");

        Assert.Equal("server's own|", _lab.Text("{{ Include \"/etc/l\" }}|{{ Include \"/etc/out\" }}"));
    }
}
