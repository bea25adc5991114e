using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Images;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageRootTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public ImageRootTests()
    {
        _temp.Make("root/etc");
        _temp.Make("root/usr/lib/deep");
        File.WriteAllText(_temp["outside"], "the server's");
        File.WriteAllText(_temp["root/etc/passwd"], "the image's");
        Tool.Shell(
            _temp["root"],
            $"ln -s usr/lib lib; ln -s /etc/passwd abs; ln -s ../../../../../etc/passwd up; ln -s {_temp["outside"]} leak; ln -s /usr/lib/deep d; "
            + "ln -s d/../../../etc e; ln -s loop loop; ln -s a2 a1; ln -s a1 a2; ln -s missing dangling; ln -s / slash; mkfifo pipe");
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("etc/passwd", "etc/passwd")]
    [InlineData("/new", "new")]
    [InlineData("/new/deep/er", "new/deep/er")]
    [InlineData("lib/new", "usr/lib/new")]
    [InlineData("abs", "etc/passwd")]
    [InlineData("dangling", "missing")]
    [InlineData("dangling/x", "missing/x")]
    [InlineData("missing/../etc/new", "etc/new")]
    [InlineData("../../../new", "new")]
    [InlineData("slash/slash/lib/../new", "usr/new")]
    [InlineData("e/new", "etc/new")]
    [InlineData("loop", null)]
    [InlineData("a1/x", null)]
    [InlineData("etc/passwd/x", null)]
    [InlineData("abs/x", null)]
    public void Place_Path_IsInsideTheImageWhetherOrNotItIsThere(string path, string? expected)
    {
        using var image = ImageRoot.Open(_temp["root"]);
        Assert.Equal(expected, image.Place(path)?.ToString());
    }

    [Fact]
    public void Place_LinkOutOfTheImage_IsTheSamePathBelowItsRoot()
    {
        using var image = ImageRoot.Open(_temp["root"]);
        Assert.Equal(_temp["outside"].TrimStart('/'), image.Place("leak")?.ToString());
    }

    [Fact]
    public void OpenHandle_Links_NamesWhatTheyLeadToInTheImage()
    {
        using var image = ImageRoot.Open(_temp["root"]);
        using var file = image.OpenHandle(BytePath.FromText("up"))!;
        Assert.Equal("the image's", File.ReadAllText($"/proc/self/fd/{file.DangerousGetHandle()}"));
        Assert.Null(image.OpenHandle(BytePath.FromText("leak")));
        using var root = image.OpenHandle(BytePath.FromText("slash"))!;
        Assert.True(Directory.Exists($"/proc/self/fd/{root.DangerousGetHandle()}/usr/lib"));
    }

    [Theory]
    [InlineData("etc/passwd", "etc/passwd")]
    [InlineData("/etc//./passwd", "etc/passwd")]
    [InlineData("abs", "etc/passwd")]
    [InlineData("up", "etc/passwd")]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("lib/deep", "usr/lib/deep")]
    [InlineData("d/..", "usr/lib")]
    [InlineData("e/passwd", "etc/passwd")]
    [InlineData("slash/slash/abs", "etc/passwd")]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("leak", null)]
    [InlineData("loop", null)]
    [InlineData("a1", null)]
    [InlineData("dangling", null)]
    [InlineData("etc/passwd/x", null)]
    [InlineData("etc/passwd/..", null)]
    [InlineData("missing/../etc", null)]
    public void Find_Path_IsResolvedInsideTheImage(string path, string? expected)
    {
        using var image = ImageRoot.Open(_temp["root"]);
        Assert.Equal(expected, image.Find(path)?.Path.ToString());
    }

    [Fact]
    public void OpenRead_Link_ReadsTheImagesFile()
    {
        using var image = ImageRoot.Open(_temp["root"]);
        using var file = image.OpenRead("/abs")!;
        Assert.Equal("the image's", new StreamReader(file).ReadToEnd());
        Assert.Equal(11, image.Find("abs")!.Size);
        Assert.True(image.Find("abs")!.IsFile);
    }

    [Theory]
    [InlineData("leak")]
    [InlineData("etc")]
    [InlineData("pipe")]
    [InlineData("")]
    [InlineData("missing")]
    public void OpenRead_NoRegularFile_IsNull(string path)
    {
        using var image = ImageRoot.Open(_temp["root"]);
        Assert.Null(image.OpenRead(path));
    }

    [Fact]
    public void List_Directory_IsSortedAndFollowsLinksInside()
    {
        using var image = ImageRoot.Open(_temp["root"]);
        Assert.Equal(["deep"], image.List(BytePath.FromText("lib")).Select(name => name.ToString()));
        Assert.Equal(["passwd"], image.List(BytePath.FromText("/e")).Select(name => name.ToString()));
        Assert.Empty(image.List(BytePath.FromText("missing")));
        Assert.Empty(image.List(BytePath.FromText("leak")));
    }

    [Fact]
    public void Open_NoDirectory_SaysSo()
    {
        Errors.Expect(ApiErrorCode.NotFound, "Import the image", () => ImageRoot.Open(_temp["none"]));
        Errors.Expect(ApiErrorCode.NotFound, "Import the image", () => ImageRoot.Open(_temp["outside"]));
    }
}
