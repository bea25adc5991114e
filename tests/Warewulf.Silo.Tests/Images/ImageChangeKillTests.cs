using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A head that is killed while it copies, renames and deletes has, once started again, exactly the trees that its catalog names.</summary>
[Trait("Suite", "Stress")]
public sealed class ImageChangeKillTests
{
    private const int Rounds = 8;
    private const int Workers = 3;

    [Fact]
    public async Task Change_HeadKilledAgainAndAgain_TreesAreThoseTheCatalogNames()
    {
        using var files = new HeadDirectory();
        var tree = files.Tree("tree", kernel: null);
        for (var round = 0; round < Rounds; round++)
        {
            using var head = await HeadProcess.StartAsync(files);
            await AssertConsistentAsync(head, files);
            for (var worker = 0; worker < Workers && round == 0; worker++)
            {
                Assert.True(await PostAsync(
                    head, Routes.ImagesImport, new ImageImportRequest(ImageName.Parse($"w{worker}"), tree), ApiJsonContext.Default.ImageImportRequest));
            }

            var done = 0;
            var workers = Enumerable.Range(0, Workers).Select(worker => WorkAsync(head, $"w{worker}", () => Interlocked.Increment(ref done))).ToList();

            // Each round is killed a little later, so that it hits every verb.
            while (Volatile.Read(ref done) < 1 + (round * 2))
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
        var homes = Directory.CreateDirectory(chroots).EnumerateDirectories().Where(home => home.EnumerateFileSystemInfos().Any());
        Assert.Equal(list.Images.Select(view => view.Image.Name.ToString()).Order(), homes.Select(home => home.Name).Order());
        foreach (var home in list.Images.Select(view => Path.Combine(chroots, view.Image.Name.ToString())))
        {
            Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName));
            Assert.Equal("welcome\n", await File.ReadAllTextAsync(Path.Combine(home, "rootfs/etc/motd")));
        }
    }

    // Goes round: whatever of it is there already from before the kill is refused, which is as good.
    private static async Task WorkAsync(HeadProcess head, string worker, Action done)
    {
        var (copy, moved) = (ImageName.Parse($"{worker}a"), ImageName.Parse($"{worker}b"));
        try
        {
            while (true)
            {
                await PostAsync(head, Routes.ImagesCopy, new ImageCopyRequest(ImageName.Parse(worker), copy), ApiJsonContext.Default.ImageCopyRequest);
                done();
                await PostAsync(head, Routes.ImagesRename, new ImageRenameRequest(copy, moved), ApiJsonContext.Default.ImageRenameRequest);
                done();
                await PostAsync(head, Routes.ImagesDelete, new ImageDeleteRequest([moved.ToString()]), ApiJsonContext.Default.ImageDeleteRequest);
                done();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return;
        }
    }

    private static async Task<bool> PostAsync<T>(HeadProcess head, string route, T request, JsonTypeInfo<T> type)
    {
        using var response = await head.Client.PostAsJsonAsync(route, request, type);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode is 200 or 404 or 409 or 503, $"{(int)response.StatusCode} {text}");
        return response.IsSuccessStatusCode;
    }
}
