using System.Text;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Images;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageTreeExcludesTests
{
    [Theory]
    [InlineData("/boot/", "boot", true)]
    [InlineData("boot", "usr/boot", false)]
    [InlineData("/boot/*", "boot", false)]
    [InlineData("/boot/*", "boot/vmlinuz", true)]
    [InlineData("  usr/share/man \r\n", "usr/share/man", true)]
    [InlineData("#boot", "#boot", false)]
    [InlineData("\n\n/\n//\n", "", false)]
    [InlineData("a\nb", "b", true)]
    public void IsExcluded_Line_MatchesTheWholePath(string text, string path, bool expected)
    {
        Assert.Equal(expected, ImageTreeExcludes.Parse(Encoding.UTF8.GetBytes(text)).IsExcluded(BytePath.FromText(path)));
    }

    [Fact]
    public void Parse_IllFormedPattern_NamesTheLine()
    {
        Errors.Expect(ApiErrorCode.Invalid, "Line 3", () => ImageTreeExcludes.Parse("a\n# b\n[c\n"u8));
    }

    [Fact]
    public void Read_ListThatIsALinkToTheServer_IsNotRead()
    {
        using var temp = new TempDirectory();
        temp.Make("root/etc/warewulf");
        File.WriteAllText(temp["excludes"], "usr");
        Tool.Shell(temp["root/etc/warewulf"], $"ln -s {temp["excludes"]} excludes");
        using var image = ImageRoot.Open(temp["root"]);
        Assert.Same(ImageTreeExcludes.None, ImageTreeExcludes.Read(image));
        Tool.Shell(temp["root/etc/warewulf"], "rm excludes; head -c 1100000 /dev/zero > excludes");
        Errors.Expect(ApiErrorCode.Invalid, "larger than", () => ImageTreeExcludes.Read(image));
    }
}
