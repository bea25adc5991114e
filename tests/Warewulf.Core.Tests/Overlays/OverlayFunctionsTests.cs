using Warewulf.Core.Api;
using Warewulf.Core.Overlays.Functions;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayFunctionsTests : IDisposable
{
    private readonly OverlayLab _lab = new();

    public OverlayFunctionsTests()
    {
        _lab.Write("root/etc/passwd", "root:x:0:0\nbin:x:1:1\n");
        _lab.Write("root/etc/hosts", "127.0.0.1 localhost\n# Do not edit after this line\n10.0.0.1 x\n");
        _lab.Write("root/etc/crlf", "a\r\nb\r\nSTOP\r\n");
        _lab.Write("root/etc/empty", "");
        _lab.Write("root/etc/warewulf/issue", "Welcome\n\n");
        _lab.Write("root/etc/zone/Berlin", "tz");
        _lab.Link("root/etc/localtime", "/etc/zone/Berlin");
        _lab.Link("root/etc/dangling", "/etc/none");
        _lab.Write("chroots/rocky/rootfs/etc/group", "root:x:0:\n");
        _lab.Link("chroots/rocky/rootfs/etc/passwd", "/etc/group");
        _lab.Link("chroots/rocky/rootfs/etc/shadow", "/../../../../root/etc/passwd");
    }

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("{{inc 1}} {{dec 5}} {{inc -1}} {{inc (len .Kernel.Args)}}", "2 4 0 3")]
    [InlineData("{{basename \"/path/to/file\"}} {{basename \"\"}} {{basename \"/\"}} {{basename \"a/b/\"}} {{basename \"x\"}}", "file . / b x")]
    [InlineData("{{Include \"/etc/passwd\"}}|", "root:x:0:0\nbin:x:1:1|")]
    [InlineData("{{Include \"issue\"}}|{{Include \"../passwd\"}}|{{Include \"/etc/nope\"}}|", "Welcome\n|root:x:0:0\nbin:x:1:1||")]
    [InlineData("{{IncludeFrom \"rocky\" \"/etc/group\"}}|{{IncludeFrom \"rocky\" \"etc/passwd\"}}|", "root:x:0:|root:x:0:|")]
    [InlineData("{{IncludeFrom \"nope\" \"/etc/group\"}}|{{IncludeFrom \"../x\" \"/etc/group\"}}|{{IncludeFrom \"rocky\" \"/etc/shadow\"}}|", "|||")]
    [InlineData("{{IncludeBlock \"/etc/hosts\" \"# Do not edit after this line\"}}", "127.0.0.1 localhost\n# Do not edit after this line")]
    [InlineData("{{IncludeBlock \"/etc/hosts\" \"NEVER\"}}", "127.0.0.1 localhost\n# Do not edit after this line\n10.0.0.1 x\nNEVER")]
    [InlineData("{{IncludeBlock \"/etc/crlf\" \"STOP\"}}", "a\nb\nSTOP")]
    [InlineData("{{IncludeBlock \"/etc/empty\" \"zzz\"}}|{{IncludeBlock \"/etc/nope\" \"zzz\"}}", "\nzzz|zzz")]
    [InlineData("{{UniqueField \":\" 0 \"\"}}|{{UniqueField \":\" 0 \"\\n\\na:1\\n\\na:2\\n\"}}|", "|\n\na:1\n\n|")]
    [InlineData("{{UniqueField \":\" 1 \"a:1\\nb\\nc:1\\nb\\nd:\\ne:\"}}", "a:1\nb\nb\nd:\ne:")]
    [InlineData("{{SystemdEscape \"foo-bar/baz\"}} {{SystemdEscape \".hidden\"}} [{{SystemdEscape \"\"}}] {{SystemdEscape \"é\"}}", "foo\\x2dbar-baz \\x2ehidden [] \\xc3\\xa9")]
    [InlineData("{{SystemdEscapePath \"/foo/bar\"}} {{SystemdEscapePath \"\"}} {{SystemdEscapePath \"//foo//bar/\"}}", "foo-bar - foo-bar")]
    [InlineData("{{SystemdEscapePath \"/a-b/c d/\"}} {{SystemdEscapePath \"/.x/y\"}} {{SystemdEscapePath \"/\"}}", "a\\x2db-c\\x20d \\x2ex-y -")]
    [InlineData("{{readlink \"/etc/localtime\"}}", "/etc/zone/Berlin")]
    [InlineData("{{or true (abort)}}ok", "trueok")]
    [InlineData("{{nobackup}}content{{nobackup}}", "content")]
    public void Function_Arguments_GiveText(string template, string expected) => Assert.Equal(expected, _lab.Text(template));

    [Theory]
    [InlineData("{{inc 1.5}}", "line 1, column 7: executing \"f.ww\" at <1.5>: expected integer; found 1.5")]
    [InlineData("a\n  {{file 1}}", "line 2, column 10: executing \"f.ww\" at <1>: expected string; found 1")]
    [InlineData("{{readlink \"/etc/dangling\"}}", "error calling readlink: the path '/etc/dangling' does not exist on the server")]
    [InlineData("{{ImportLink \"/etc/none\"}}", "error calling ImportLink: the path '/etc/none' does not exist on the server")]
    [InlineData("{{Include \"/proc/self/environ\"}}", "error calling Include: Templates may not read '/proc/self/environ' of the server")]
    [InlineData("{{Include \"/etc/../var/x\"}}", "Templates may not read")]
    [InlineData("{{readlink \"../../..\"}}", "Templates may not read '../../..'")]
    [InlineData("{{fail \"no role\"}}", "error calling fail: no role")]
    [InlineData("x{{ .Nope }}", "line 1, column 5: executing \"f.ww\" at <.Nope>: can't evaluate field Nope in type overlay.TemplateStruct (node 'n0001').")]
    [InlineData("{{if}}", "line 1: missing value for if (node 'n0001').")]
    [InlineData("\n\n{{NoSuchFunction}}", "line 3: function \"NoSuchFunction\" not defined (node 'n0001').")]
    [InlineData("{{index .NetDevs.default.Tags}}{{index .Kernel.Args 9}}", "index out of range")]
    public void Template_Mistake_IsAnErrorWithItsPlace(string template, string expected)
    {
        var error = Errors.Expect(ApiErrorCode.Invalid, expected, () => _lab.Text(template));

        Assert.StartsWith("Overlay 't', file 'rootfs/f.ww', line ", error.Message, StringComparison.Ordinal);
        Assert.Contains("(node 'n0001')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Include_Unreadable_IsAWarning()
    {
        _lab.Write("site/t/rootfs/f.ww", "{{Include \"/etc/nope\"}}");

        Assert.Equal(["Overlay 't', file 'rootfs/f.ww': '/etc/nope' cannot be read: nothing is included."], _lab.Render("t").Warnings);
    }

    [Fact]
    public void All_Names_AreWarewulfsAndSprigs()
    {
        string[] own =
        [
            "Include", "IncludeFrom", "IncludeBlock", "ImportLink", "basename", "inc", "dec", "file", "softlink", "readlink",
            "abort", "nobackup", "UniqueField", "SystemdEscape", "SystemdEscapePath", "IgnitionJson",
        ];

        Assert.All(own, name => Assert.NotNull(OverlayFunctions.All.Find(name)));
        Assert.NotNull(OverlayFunctions.All.Find("splitList"));
    }
}
