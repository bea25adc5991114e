using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A head that is killed while it fetches or unpacks has, once started again, the image from before and nothing else.</summary>
[Trait("Suite", "Socket")]
public sealed class RegistryKillTests
{
    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_HeadKilledWhileItFetches_OldImageStaysAndNothingElse()
    {
        using var files = new HeadDirectory();
        using var registry = new Registry(files.Base);
        await UploadAsync(files, registry);
        using var proxy = new RegistryProxy(registry, 300_000, stalls: true);
        await KilledAsync(files, proxy.Host, async _ => await proxy.Reached);
        Assert.Empty(ProgramsOf(files));
        await AssertWorksAsync(files, registry);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_HeadKilledWhileItUnpacks_OldImageStaysAndNothingElse()
    {
        using var files = new HeadDirectory();
        using var registry = new Registry(files.Base);
        await UploadAsync(files, registry);
        await KilledAsync(files, registry.Host, async lines =>
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                if (JsonSerializer.Deserialize(line, ApiJsonContext.Default.ImageAnswer)!.Progress?.Stage == "unpacking")
                {
                    return;
                }
            }

            Assert.Fail("The import never unpacked.");
        });
        await AssertWorksAsync(files, registry);
    }

    private static async Task UploadAsync(HeadDirectory files, Registry registry)
    {
        var layout = new OciLayout(Path.Combine(files.Base, "layout"));
        var noise = Enumerable.Range(0, 4000).Select(i => ($"srv/{i}", Convert.ToHexString(RandomNumberGenerator.GetBytes(2000))));
        layout.Add("1", OciLayout.Layer([("bin/sh", "sh"), ("etc/motd", "new\n"), .. noise]));
        await registry.UploadAsync(layout, "rocky", "9");
    }

    private static HttpRequestMessage Request(string host)
    {
        var body = new ImageImportRequest(ImageName.Parse("rocky9"), $"docker://{host}/rocky:9") { NoHttps = true, Force = true };
        var request = new HttpRequestMessage(HttpMethod.Post, Routes.ImagesImport) { Content = JsonContent.Create(body, ApiJsonContext.Default.ImageImportRequest) };
        request.Headers.Accept.ParseAdd(ImageAnswer.MediaType);
        return request;
    }

    private static async Task KilledAsync(HeadDirectory files, string host, Func<StreamReader, Task> reached)
    {
        using var head = await HeadProcess.StartAsync(files);
        await CommandLine.DoAsync(files.Root, "image", "import", "rocky9", files.Tree("old", motd: "old\n"), "--build");
        using var request = Request(host);
        using var response = await head.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        await reached(lines);
        await head.KillAsync();
        using var again = await HeadProcess.StartAsync(files);
        var home = Path.Combine(files.Root, "var/lib/warewulf/chroots/rocky9");
        Assert.Equal("old\n", await File.ReadAllTextAsync(Path.Combine(home, "rootfs/etc/motd")));
        Assert.Equal(["build.index", "rootfs"], Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName).Order());
        Assert.Equal(["blobs"], Directory.EnumerateFileSystemEntries(Path.Combine(files.Root, "var/cache/warewulf")).Select(Path.GetFileName));
        var list = (await again.Client.GetFromJsonAsync(Routes.Images, ApiJsonContext.Default.ImageListResponse))!;
        Assert.NotNull(Assert.Single(list.Images).Image.Build);
    }

    private static async Task AssertWorksAsync(HeadDirectory files, Registry registry)
    {
        using var head = await HeadProcess.StartAsync(files);
        await CommandLine.DoAsync(files.Root, "image", "import", "rocky9", $"docker://{registry.Host}/rocky:9", "--nohttps", "--force");
        Assert.Equal("new\n", await File.ReadAllTextAsync(Path.Combine(files.Root, "var/lib/warewulf/chroots/rocky9/rootfs/etc/motd")));
    }

    // Programs that work below the head's cache.
    private static List<string> ProgramsOf(HeadDirectory files) =>
        [.. Directory.EnumerateDirectories("/proc").Select(process => new FileInfo(Path.Combine(process, "cwd")))
            .Where(link => int.TryParse(link.Directory!.Name, out _))
            .Select(Target).Where(target => target.StartsWith(files.Base, StringComparison.Ordinal))];

    private static string Target(FileInfo link)
    {
        try
        {
            return link.LinkTarget ?? "";
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
