using System.Net.Http.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A head that is killed while it builds serves, once started again, a build that is there whole.</summary>
[Trait("Suite", "Stress")]
public sealed class ImageBuildKillTests
{
    private const int Rounds = 8;

    [Fact]
    public async Task Build_HeadKilledAgainAndAgain_WhatTheCatalogNamesIsWhole()
    {
        using var files = new HeadDirectory();
        var random = new Random(1);
        var content = new byte[40_000];
        files.Write("tree/bin/sh", "#!/bin/true\n");
        for (var i = 0; i < 400; i++)
        {
            random.NextBytes(content);
            File.WriteAllBytes(files.Write($"tree/usr/{i}", ""), content);
        }

        for (var round = 0; round < Rounds; round++)
        {
            using var head = await HeadProcess.StartAsync(files);
            await AssertWholeAsync(head, files);
            if (round == 0)
            {
                var request = new ImageImportRequest(ImageName.Parse("a"), Path.Combine(files.Base, "tree"));
                using var response = await head.Client.PostAsJsonAsync(Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest);
                response.EnsureSuccessStatusCode();
            }

            // Each round is killed a little later, and each begins with other content.
            random.NextBytes(content);
            await File.WriteAllBytesAsync(Path.Combine(files.Root, $"var/lib/warewulf/chroots/a/rootfs/usr/{round}"), content);
            var build = BuildAsync(head);
            await Task.WhenAny(build, Task.Delay(round * 60));
            await head.KillAsync();
            await build;
        }

        using var last = await HeadProcess.StartAsync(files);
        Assert.True(await BuildAsync(last));
        await AssertWholeAsync(last, files);
    }

    private static async Task<bool> BuildAsync(HeadProcess head)
    {
        try
        {
            var request = new ImageBuildRequest(ImageName.Parse("a"));
            using var response = await head.Client.PostAsJsonAsync(Routes.ImagesBuild, request, ApiJsonContext.Default.ImageBuildRequest);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private static async Task AssertWholeAsync(HeadProcess head, HeadDirectory files)
    {
        var blobs = Path.Combine(files.Root, "var/lib/warewulf/blobs");
        foreach (var file in Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(Path.GetFileName(file), ArtifactDigest.Of(await File.ReadAllBytesAsync(file)).ToString());
        }

        var list = (await head.Client.GetFromJsonAsync(Routes.Images, ApiJsonContext.Default.ImageListResponse))!;
        foreach (var archive in list.Images.Select(view => view.Image.Build?.Archive).OfType<ArtifactRef>())
        {
            var outline = RecipeCodec.ReadOutline(Read(archive.Digest), archive.FileName);
            var recipe = RecipeCodec.Read(outline, [.. outline.Pages.Select(page => Read(page.Digest))], archive.FileName);
            Assert.Equal(archive.Length, recipe.Length);
            Assert.All(recipe.Segments, segment => Assert.Equal(segment.Length, Read(segment.Digest).Length));
        }

        byte[] Read(ArtifactDigest digest) => File.ReadAllBytes(BlobPath.In(blobs, digest));
    }
}
