using System.Net.Http.Json;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A head that is killed while it imports has, once started again, exactly the trees that its catalog names.</summary>
[Trait("Suite", "Stress")]
public sealed class ImageImportKillTests
{
    private const int Rounds = 6;
    private const int Images = 3;

    [Fact]
    public async Task Import_HeadKilledAgainAndAgain_TreesAreThoseTheCatalogNames()
    {
        using var files = new HeadDirectory();
        foreach (var tree in new[] { "a", "b" })
        {
            files.Tree(tree, kernel: null, motd: Path.Combine(files.Base, tree));
        }

        for (var round = 0; round < Rounds; round++)
        {
            using var head = await HeadProcess.StartAsync(files);
            await AssertConsistentAsync(head, files);
            var done = 0;
            var workers = Enumerable.Range(0, Images).Select(image => ImportAsync(head, files, $"r{round}i{image}", () => Interlocked.Increment(ref done))).ToList();

            // Each round is killed a little later: in the middle of first imports, then of replacements.
            while (Volatile.Read(ref done) < round * 2)
            {
                Assert.False(workers.TrueForAll(worker => worker.IsCompleted), "the head ended by itself");
                await Task.Delay(1);
            }

            await head.KillAsync();
            await Task.WhenAll(workers);
        }

        using var last = await HeadProcess.StartAsync(files);
        await AssertConsistentAsync(last, files);
    }

    private static async Task AssertConsistentAsync(HeadProcess head, HeadDirectory files)
    {
        var chroots = Path.Combine(files.Root, "var/lib/warewulf/chroots");
        var list = (await head.Client.GetFromJsonAsync(Routes.Images, ApiJsonContext.Default.ImageListResponse))!;
        var trees = Directory.CreateDirectory(chroots).EnumerateDirectories().Where(home => home.EnumerateFileSystemInfos().Any());
        Assert.Equal(list.Images.Select(view => view.Image.Name.ToString()).Order(), trees.Select(home => home.Name).Order());
        foreach (var image in list.Images.Select(view => view.Image))
        {
            var home = Path.Combine(chroots, image.Name.ToString());
            Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName));
            Assert.Equal(image.Source, await File.ReadAllTextAsync(Path.Combine(home, "rootfs/etc/motd")));
        }
    }

    private static async Task ImportAsync(HeadProcess head, HeadDirectory files, string image, Action done)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                var source = Path.Combine(files.Base, i % 2 == 0 ? "a" : "b");
                var request = new ImageImportRequest(ImageName.Parse(image), source) { Force = true };
                using var response = await head.Client.PostAsJsonAsync(Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest);
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(response.IsSuccessStatusCode, text);
                Assert.NotNull(JsonSerializer.Deserialize(text, ApiJsonContext.Default.ImageResponse));
                done();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                return;
            }
        }
    }
}
