using System.Text;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayRendererTests : IDisposable
{
    private readonly OverlayLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Render_FilesLinksAndDirectories_KeepModesAndOrder()
    {
        _lab.Write("site/a/rootfs/usr/bin/tool", "x", Convert.ToInt32("4755", 8));
        _lab.Write("site/a/rootfs/usr/bin-x", "y", Convert.ToInt32("600", 8));
        _lab.Write("site/a/rootfs/etc/conf.ww", "{{ .Id }}", Convert.ToInt32("640", 8));
        _lab.Link("site/a/rootfs/etc/link", "../usr/bin/tool");
        File.SetUnixFileMode(_lab["site/a/rootfs/usr"], (UnixFileMode)Convert.ToInt32("1777", 8));
        File.SetUnixFileMode(_lab["site/a/rootfs/usr/bin"], (UnixFileMode)Convert.ToInt32("2750", 8));

        var output = _lab.Render("a");

        Assert.Equal(["etc", "etc/conf", "etc/link", "usr", "usr/bin", "usr/bin/tool", "usr/bin-x"], OverlayLab.Paths(output));
        Assert.Equal(
            ["40755", "100640", "120777", "41777", "42750", "104755", "100600"],
            output.Entries.Select(entry => Convert.ToString(entry.Mode, 8)));
        Assert.Equal("../usr/bin/tool", OverlayLab.Entry(output, "etc/link").Target.ToString());
        Assert.Equal(1_700_000_000u, OverlayLab.Entry(output, "etc/conf").ModifiedSeconds);
        Assert.Equal("n0001", OverlayLab.Text(output, "etc/conf"));
    }

    [Fact]
    public void Render_Owners_AreNumbersOfTheSource()
    {
        _lab.Write("site/a/rootfs/f.ww", "x");
        _lab.Write("site/a/rootfs/g", "x");
        if (Environment.UserName == "root")
        {
            Tool.Shell(_lab["site/a/rootfs"], "chown 1234:2345 f.ww g");
        }

        var expected = Tool.Shell(_lab["site/a/rootfs"], "stat -c %u:%g g").Trim();

        Assert.All(_lab.Render("a").Entries, entry => Assert.Equal(expected, $"{entry.Uid}:{entry.Gid}"));
    }

    [Fact]
    public void Render_TwoOverlays_LaterWins()
    {
        _lab.Write("site/a/rootfs/etc/f", "from a", Convert.ToInt32("644", 8));
        _lab.Write("site/a/rootfs/etc/only", "a");
        _lab.Write("site/b/rootfs/etc/f", "from b", Convert.ToInt32("600", 8));
        File.SetUnixFileMode(_lab["site/a/rootfs/etc"], (UnixFileMode)Convert.ToInt32("700", 8));

        var output = _lab.Render("a", "b");

        Assert.Equal("from b", OverlayLab.Text(output, "etc/f"));
        Assert.Equal("600", Convert.ToString(OverlayLab.Entry(output, "etc/f").Mode & UnixMode.PermissionMask, 8));
        Assert.Equal("700", Convert.ToString(OverlayLab.Entry(output, "etc").Mode & UnixMode.PermissionMask, 8));
        Assert.Equal("from a", OverlayLab.Text(_lab.Render("b", "a"), "etc/f"));
        Assert.Equal(["etc", "etc/f", "etc/only"], OverlayLab.Paths(output));
    }

    [Fact]
    public void Render_TemplateOverFile_KeepsOldUnlessToldOtherwise()
    {
        _lab.Write("site/a/rootfs/f", "old");
        _lab.Write("site/a/rootfs/g", "old");
        _lab.Write("site/b/rootfs/f.ww", "new");
        _lab.Write("site/b/rootfs/g.ww", "{{ nobackup }}new");
        _lab.Link("site/c/rootfs/f", "g");

        var output = _lab.Render("a", "b");

        Assert.Equal(["f", "f.wwbackup", "g"], OverlayLab.Paths(output));
        Assert.Equal("old", OverlayLab.Text(output, "f.wwbackup"));
        Assert.Equal("new", OverlayLab.Text(output, "g"));
        Assert.True(OverlayLab.Entry(_lab.Render("a", "b", "c"), "f").IsLink);
        Assert.Equal("old", OverlayLab.Text(_lab.Render("a", "b", "c"), "f.wwbackup"));
    }

    [Fact]
    public void Render_SiteOverlay_HidesDistributionWhole()
    {
        _lab.Write("distribution/a/rootfs/dist", "x");
        _lab.Write("distribution/b/rootfs/b", "x");
        _lab.Write("site/a/rootfs/site", "x");

        Assert.Equal(["b", "site"], OverlayLab.Paths(_lab.Render("a", "b")));
        Assert.True(_lab.Source.Find(OverlayName.Parse("a"))!.IsSite);
        Assert.False(_lab.Source.Find(OverlayName.Parse("b"))!.IsSite);
    }

    [Fact]
    public void Render_LegacyLayout_IsTheOverlayItself()
    {
        _lab.Write("site/old/etc/f.ww", "{{ .Nope }}");
        _lab.Write("site/new/rootfs/f", "x");
        _lab.Write("site/new/internal/notes", "x");

        Errors.Expect(ApiErrorCode.Invalid, "Overlay 'old', file 'etc/f.ww', line 1, column 4: ", () => _lab.Render("old"));
        Assert.Equal(["f"], OverlayLab.Paths(_lab.Render("new")));
    }

    [Fact]
    public void Render_MissingOverlay_NamesItAndTheNode() => Errors.Expect(
        ApiErrorCode.NotFound,
        "Node 'n0001' cannot use overlay 'nope': it does not exist. Create it with 'wwctl overlay create nope'",
        () => _lab.Render("nope"));

    [Fact]
    public void Render_Nothing_IsAnEmptyArchive()
    {
        using var target = new MemoryStream();
        _lab.Renderer.Render(_lab.Context(), Array.Empty<OverlayName>(), target);
        File.WriteAllBytes(_lab["empty.img.gz"], target.ToArray());

        Assert.Equal("512\n", Tool.Shell(_lab["site"], "gzip -dc ../empty.img.gz | wc -c"));
        Assert.Equal("", Tool.Shell(_lab["site"], "gzip -dc ../empty.img.gz | cpio -it --quiet"));
    }

    [Fact]
    public void Render_SpecialFile_IsRefused()
    {
        _lab.Write("site/a/rootfs/f", "x");
        Tool.Shell(_lab["site/a/rootfs"], "mkfifo pipe");

        Errors.Expect(ApiErrorCode.Invalid, "Overlay 'a' holds 'rootfs/pipe', which cannot be used: it is a device, pipe or socket", () => _lab.Render("a"));
    }

    [Theory]
    [InlineData("{{ file \"x\" }}a{{ file \"y\" }}b", "etc/x=a etc/y=b")]
    [InlineData("lost{{ file \"x\" }}a{{ file \"x\" }}b", "etc/x=b")]
    [InlineData("{{ file \"x\" }}", "etc/x=")]
    [InlineData("", "etc/f=")]
    [InlineData("a{{ abort }}b", "")]
    [InlineData("a{{ file \"x\" }}b{{ abort }}", "")]
    [InlineData("{{ softlink \"/t\" }}text", "etc/f->/t")]
    [InlineData("{{ softlink \"/t\" }}{{ softlink \"/u\" }}", "etc/f->/u")]
    [InlineData("{{ softlink \"/t\" }}{{ file \"n\" }}c", "etc/f->/t etc/n=c")]
    [InlineData("{{ file \"l1\" }}{{ softlink \"/t1\" }}{{ file \"l2\" }}{{ softlink \"/t2\" }}", "etc/l1->/t1 etc/l2->/t2")]
    [InlineData("{{ file \"/usr/lib/x\" }}c", "usr/lib/x=c")]
    [InlineData("{{ file \"../x\" }}c", "x=c")]
    [InlineData("{{ file \"sub//./x\" }}c", "etc/sub/x=c")]
    [InlineData("{{ range $n, $d := .NetDevs }}\n{{- file (print \"if-\" $n \".conf\") -}}\nid={{ $n }}\n{{- end }}", "etc/if-default.conf=id=default")]
    public void Render_Outputs_AreFilesAndLinks(string template, string expected)
    {
        _lab.Write("site/a/rootfs/etc/f.ww", template);

        var output = _lab.Render("a").Entries.Where(entry => !entry.IsDirectory)
            .Select(entry => entry.IsLink ? $"{entry.Path}->{entry.Target}" : $"{entry.Path}={Encoding.UTF8.GetString(entry.ReadContent())}");

        Assert.Equal(expected, string.Join(' ', output));
    }

    [Theory]
    [InlineData("{{ file \"../../x\" }}", "the output '../../x' escapes the node's root")]
    [InlineData("{{ file \"/../x\" }}", "the output '/../x' escapes the node's root")]
    [InlineData("{{ file \"\" }}", "names a directory")]
    [InlineData("{{ file \"/\" }}", "names a directory")]
    [InlineData("{{ file \"d/\" }}", "names a directory")]
    [InlineData("{{ file \"a\\x00b\" }}", "has a NUL in it")]
    [InlineData("{{ file (repeat 300 \"a\") }}", "has a name of 300 bytes")]
    [InlineData("{{ softlink \"\" }}", "a symbolic link needs a target")]
    [InlineData("{{ file \"/etc\" }}", "overlay 'a' has a directory at 'etc'")]
    [InlineData("{{ file \"plain/x\" }}", "overlay 'a' has a file at 'etc/plain', where a directory is needed")]
    public void Render_ImpossibleOutput_NamesOverlayFileAndNode(string template, string expected)
    {
        _lab.Write("site/a/rootfs/etc/plain", "x");
        _lab.Write("site/a/rootfs/etc/z.ww", template);

        var error = Errors.Expect(ApiErrorCode.Invalid, expected, () => _lab.Render("a"));

        Assert.StartsWith("Overlay 'a', file 'rootfs/etc/z.ww': ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(node 'n0001').", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NewDirectories_HaveTheModeOfTheTemplatesOwn()
    {
        _lab.Write("site/a/rootfs/etc/f.ww", "{{ file \"/usr/lib/x\" }}c");
        File.SetUnixFileMode(_lab["site/a/rootfs/etc"], (UnixFileMode)Convert.ToInt32("750", 8));

        Assert.Equal("40750", Convert.ToString(OverlayLab.Entry(_lab.Render("a"), "usr/lib").Mode, 8));
    }

    [Fact]
    public void Render_FailingTemplate_WritesNothing()
    {
        _lab.Write("site/a/rootfs/a", "x");
        _lab.Write("site/a/rootfs/f.ww", "{{ fail \"no\" }}");
        using var target = new MemoryStream();

        Assert.Throws<WarewulfException>(() => _lab.Renderer.Render(_lab.Context(), [OverlayName.Parse("a")], target));
        Assert.Equal(0, target.Length);
    }

    [Fact]
    public void Render_ChangedFiles_AreSeen()
    {
        _lab.Write("site/a/rootfs/f.ww", "one");
        _lab.Write("site/a/rootfs/g", "one");
        Assert.Equal("one", OverlayLab.Text(_lab.Render("a"), "f"));

        _lab.Write("site/a/rootfs/f.ww", "three");
        _lab.Write("site/a/rootfs/g", "three");

        Assert.Equal("three", OverlayLab.Text(_lab.Render("a"), "f"));
        Assert.Equal("three", OverlayLab.Text(_lab.Render("a"), "g"));
    }

    [Fact]
    public void Render_OddNames_KeepTheirBytes()
    {
        _lab.Write("site/a/rootfs/f", "x");
        Tool.Shell(_lab["site/a/rootfs"], "printf y > \"$(printf 'a\\377b')\"; printf '{{ .Id }}' > \"$(printf 'c\\376.ww')\"");

        var output = _lab.Render("a");

        Assert.Equal([@"a\xffb", @"c\xfe", "f"], OverlayLab.Paths(output));
        Assert.Equal("n0001", OverlayLab.Text(output, @"c\xfe"));
    }
}
