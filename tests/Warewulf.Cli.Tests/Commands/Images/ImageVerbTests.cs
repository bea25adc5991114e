using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Tests.Commands.Images;

/// <summary>What is shown of images, and the verbs that change more than what is built.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageVerbTests : CliTest
{
    private const string History =
        """
        {"revision":7,"name":"rocky9","generations":[
        {"build":{"archive":{"digest":"d","length":2097152,"fileName":"f"},"entries":1240,"builtAt":"2026-01-03T04:04:05Z","generation":3,"author":"ada","changes":{"added":7,"changed":20,"removed":1,"bytes":5,"newSegments":3,"newSegmentBytes":1048576}},"isCurrent":false,"nodes":0},
        {"build":{"archive":{"digest":"c","length":1048576,"fileName":"f"},"entries":1234,"builtAt":"2026-01-02T04:04:05Z","generation":2},"isCurrent":true,"nodes":40}]}
        """;

    private const string Preview =
        """{"revision":7,"changed":["rocky9"],"warnings":["The tree stays."],"otherImage":40,"differences":[{"kind":"image","verb":"changed","names":"rocky9","count":1,"changes":[{"path":"build","before":"3","after":"2"}]}]}""";

    private const string Renamed =
        """{"revision":7,"changed":["r9"],"warnings":[],"differences":[{"kind":"node","verb":"changed","names":"n[1-3]","count":3,"changes":[{"path":"image","before":"\"rocky9\"","after":"\"r9\""}]},{"kind":"image","verb":"added","names":"r9","count":1,"changes":[]},{"kind":"image","verb":"removed","names":"rocky9","count":1,"changes":[]}]}""";

    private const string Removed =
        """{"revision":7,"changed":["a","b"],"warnings":[],"differences":[{"kind":"image","verb":"removed","names":"a,b","count":2,"changes":[]}]}""";

    private const string Copied =
        """{"revision":4,"image":{"name":"r9","source":"image rocky9","importedAt":"2026-01-02T03:04:05Z","build":{"archive":{"digest":"d","length":1048576,"fileName":"f"},"entries":12,"generation":1}},"warnings":["2 sockets left out"]}""";

    [Fact]
    public async Task History_Image_ExactTable()
    {
        Answer("/api/v1/images/history", History);
        var run = await RunAsync("image", "history", "rocky9");
        Assert.Equal(
            """
            GENERATION  BUILT                 BY   SIZE     FILES             NEW      NODES
            ----------  -----                 --   ----     -----             ---      -----
            3           2026-01-03 04:04:05Z  ada  2.0 MiB  1240 (+7 ~20 -1)  1.0 MiB  0
            2*          2026-01-02 04:04:05Z  --   1.0 MiB  1234              --       40

            """,
            run.Out);
        Assert.EndsWith("?image=rocky9", Head.Requests.Single().Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_Json_IsTheHeadsAnswer()
    {
        Answer("/api/v1/images/history", History);
        using var document = JsonDocument.Parse((await RunAsync("image", "history", "rocky9", "-o", "json")).Out);
        Assert.Equal(2, document.RootElement.GetProperty("generations").GetArrayLength());
    }

    [Fact]
    public async Task Rollback_Asked_ShowsWhomItConcernsAndTakesTheAnswer()
    {
        Answer("/api/v1/images/rollback", Preview);
        Type("y\n");
        var run = await RunAsync("image", "rollback", "rocky9", "2", "--message", "broken");
        Assert.Equal("Took back 1 image: rocky9\n", run.Out);
        Assert.Equal(
            "WARN: The tree stays.\nrocky9:\n  build: 3 → 2\n40 nodes get another image at their next boot.\nMake generation 2 of image rocky9 the one that nodes boot? [y/N] ",
            run.Error);
        Assert.True(Sent<ImageRollbackRequest>(0) is { DryRun: true, Generation: 2 });
        Assert.True(Sent<ImageRollbackRequest>(1) is { DryRun: false, Generation: 2, Seen: 7, Comment: "broken", Author: "ada" });
    }

    [Fact]
    public async Task Rollback_DeclinedOrDryRun_ChangesNothing()
    {
        Answer("/api/v1/images/rollback", Preview.Replace(":40", ":1", StringComparison.Ordinal));
        Type("n\n");
        var run = await RunAsync("image", "rollback", "rocky9");
        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Contains("1 node gets another image at its next boot.\nMake the generation before of image rocky9", run.Error, StringComparison.Ordinal);
        Assert.Equal("rocky9:\n  build: 3 → 2\n1 node gets another image at its next boot.\n", (await RunAsync("image", "rollback", "rocky9", "--dry-run")).Out);
        Assert.All(Head.Requests, request => Assert.Contains("\"dryRun\":true", request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rename_Yes_IsSentAndTold()
    {
        Answer("/api/v1/images/rename", Renamed);
        Assert.Equal("Renamed image rocky9 to r9\n", (await RunAsync("image", "mv", "rocky9", "r9", "-y", "--if-revision", "6")).Out);
        Assert.True(Sent<ImageRenameRequest>() is { DryRun: false, Build: false, IfRevision: 6 } sent && sent.NewName.ToString() == "r9");
    }

    [Fact]
    public async Task Rename_AskedAndBuilt_ShowsTheNodes()
    {
        Answer("/api/v1/images/rename", Renamed);
        Type("yes\n");
        var run = await RunAsync("image", "rename", "rocky9", "r9", "-b");
        Assert.Equal("Renamed image rocky9 to r9 and built it\n", run.Out);
        Assert.Equal(
            "node n[1-3]:\n  image: \"rocky9\" → \"r9\"\n\nr9 is added.\n\nrocky9 is removed.\nRename image rocky9 to r9? [y/N] ", run.Error);
        Assert.True(Sent<ImageRenameRequest>(1).Build);
    }

    [Theory]
    [InlineData("delete a b")]
    [InlineData("rm a,b")]
    [InlineData("remove a b")]
    [InlineData("del a b")]
    public async Task Delete_Several_OneQuestionForAll(string words)
    {
        Answer("/api/v1/images/delete", Removed);
        Type("y\n");
        var run = await RunAsync(["image", .. words.Split(' ')]);
        Assert.Equal(new CommandRun(0, "Deleted 2 images: a,b\n", "a,b are removed.\nDelete 2 images? [y/N] "), run);
        Assert.Equal(["a", "b"], Sent<ImageDeleteRequest>(1).Names);
    }

    [Fact]
    public async Task Delete_Refused_IsOneError()
    {
        Head.Answer = _ => FakeHead.Refusal("Conflict", "Image 'a' cannot be deleted: it is named by node 'n1'.", 409);
        Assert.Equal("Image 'a' cannot be deleted: it is named by node 'n1'.", await FailAsync("image", "delete", "a", "-y"));
    }

    [Theory]
    [InlineData("", "Copied image rocky9 to r9\n")]
    [InlineData("-b", "Copied image rocky9 to r9\nBuilt image r9, generation 1: 12 files, 1.0 MiB compressed\n")]
    public async Task Copy_Image_IsSentAndTold(string words, string expected)
    {
        Head.Answer = _ => FakeHead.Lines("""{"progress":{"stage":"copying","bytes":1048576}}""", $$"""{"result":{{Copied}}}""");
        var run = await RunAsync(["image", "cp", "rocky9", "r9", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(new CommandRun(0, expected, "WARN: 2 sockets left out\n"), run);
        Assert.True(Sent<ImageCopyRequest>() is { Author: "ada" } sent && sent.Build == words.Length > 0);
    }

    [Theory]
    [InlineData("", "/srv/chroots/rocky9/rootfs\n")]
    [InlineData("-a", "Name: rocky9\nKernelVersion: 6.1.0\nRootfs: /srv/chroots/rocky9/rootfs\nNr nodes: 3\nNodes: n[1-3]\n")]
    public async Task Show_Image_ItsPlaceOrFiveLines(string words, string expected)
    {
        Answer("/api/v1/images/show", """{"revision":1,"name":"rocky9","rootDirectory":"/srv/chroots/rocky9/rootfs","kernelVersion":"6.1.0","nodes":["n1","n2","n3"]}""");
        Assert.Equal(expected, (await RunAsync(["image", "show", "rocky9", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Out);
    }

    [Fact]
    public async Task Show_WithoutKernelOrNodes_SaysSo()
    {
        Answer("/api/v1/images/show", """{"revision":1,"name":"rocky9","rootDirectory":"/r","nodes":[]}""");
        Assert.Equal("Name: rocky9\nKernelVersion: not found\nRootfs: /r\nNr nodes: 0\nNodes: \n", (await RunAsync("image", "show", "rocky9", "--all")).Out);
    }

    [Theory]
    [InlineData("kernels", "")]
    [InlineData("kernel a,b", "?image=a&image=b")]
    public async Task Kernels_Images_ExactTable(string words, string query)
    {
        Answer(
            "/api/v1/images/kernels",
            """{"revision":1,"kernels":[{"image":"a","kernel":{"path":"/boot/vmlinuz-6.1","version":"6.1","isDefault":true},"nodes":4},{"image":"a","kernel":{"path":"/boot/vmlinuz-linux","version":"","isDefault":false},"nodes":0}],"warnings":["b was never built"]}""");
        var run = await RunAsync(["image", .. words.Split(' ')]);
        Assert.Equal(
            """
            Image  Kernel               Version  Default  Nodes
            -----  ------               -------  -------  -----
            a      /boot/vmlinuz-6.1    6.1      true     4
            a      /boot/vmlinuz-linux  --       false    0

            """,
            run.Out);
        Assert.Equal("WARN: b was never built\n", run.Error);
        Assert.EndsWith("/kernels" + query, Head.Requests.Single().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("history", "Name one image: write 'wwctl image history rocky9'.")]
    [InlineData("history a b", "Name one image: write 'wwctl image history rocky9'.")]
    [InlineData("history a/b", "'a/b' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("show", "Name one image: write 'wwctl image show rocky9'.")]
    [InlineData("rollback", "Name an image, and a generation if it is not the one before: write 'wwctl image rollback rocky9 3'.")]
    [InlineData("rollback a 1 2", "Name an image, and a generation if it is not the one before: write 'wwctl image rollback rocky9 3'.")]
    [InlineData("rollback a zero", "'zero' is no generation: write a number such as 3. See 'wwctl image history' for those there are.")]
    [InlineData("rollback a 0", "'0' is no generation: write a number such as 3. See 'wwctl image history' for those there are.")]
    [InlineData("rollback a 1", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("rename a", "Name an image and what is to become of it: write 'wwctl image rename rocky9 rocky9-old'.")]
    [InlineData("rename a b c", "Too many words: write 'wwctl image rename rocky9 rocky9-old', not 'c' as well.")]
    [InlineData("rename a b@1 -y", "'b@1' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("copy a", "Name an image and what is to become of it: write 'wwctl image copy rocky9 rocky9-test'.")]
    [InlineData("copy a ..", "'..' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("delete -y", "No image is named: write 'wwctl image delete rocky8'.")]
    [InlineData("delete a,, -y", "'' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    [InlineData("delete a", "This asks for confirmation and standard input is not a terminal: add --yes.")]
    [InlineData("kernels a@1", "'a@1' is not a valid image name: use letters, digits, '.', '-', ':' and '_'.")]
    public async Task Verb_Wrong_IsNotSent(string words, string message)
    {
        Assert.Equal(message, await FailAsync(["image", .. words.Split(' ')]));
        Assert.Empty(Head.Requests);
    }
}
