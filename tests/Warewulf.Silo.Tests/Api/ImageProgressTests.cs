using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Api;

[Trait("Suite", "Socket")]
public sealed class ImageProgressTests
{
    [Fact]
    public async Task Import_LinesAccepted_LastLineIsTheResult()
    {
        await using var head = await RunningHead.StartAsync();
        var (status, type, lines) = await ImportAsync(head, head.Files.Tree("tree"), build: true);
        Assert.Equal((HttpStatusCode.OK, ImageAnswer.MediaType), (status, type));
        Assert.True(lines[..^1].TrueForAll(line => line.Progress is not null), string.Join("\n", lines));
        Assert.True(lines[^1].Result?.Image.Build is not null, lines[^1].ToString());
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_FailsAfterProgress_LastLineIsTheError()
    {
        await using var head = await RunningHead.StartAsync();
        using var registry = new Registry(head.Files.Base);
        var (status, _, lines) = await ImportAsync(head, $"docker://{registry.Host}/none:1", build: false);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(ApiErrorCode.NotFound, lines[^1].Error!.Code);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_CallerHangsUp_LeavesNothingAndFreesTheName()
    {
        await using var head = await RunningHead.StartAsync();
        using var registry = new Registry(head.Files.Base);
        var layout = new OciLayout(Path.Combine(head.Files.Base, "layout"));
        layout.Add("1", OciLayout.Layer(("bin/sh", "sh"), ("large", new string('x', 64 << 20))));
        registry.Push($"{layout.Path}:1", "large:1");
        using var request = Request($"docker://{registry.Host}/large:1", build: false);
        var response = await head.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Dispose();

        // The head notices when it next looks at the connection; until then the name is taken.
        HttpStatusCode status;
        do
        {
            (status, _, _) = await ImportAsync(head, head.Files.Tree("tree"), build: false);
        }
        while (status == HttpStatusCode.TooManyRequests);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Path.Combine(head.Files.Root, "var/lib/warewulf/chroots/rocky9")).Select(Path.GetFileName));
        Assert.Equal(["blobs"], Directory.EnumerateFileSystemEntries(Path.Combine(head.Files.Root, "var/cache/warewulf")).Select(Path.GetFileName));
    }

    private static HttpRequestMessage Request(string source, bool build)
    {
        var body = new ImageImportRequest(Core.Images.ImageName.Parse("rocky9"), source) { Build = build, NoHttps = true, Force = true };
        var request = new HttpRequestMessage(HttpMethod.Post, Routes.ImagesImport) { Content = JsonContent.Create(body, ApiJsonContext.Default.ImageImportRequest) };
        request.Headers.Accept.ParseAdd($"application/json, {ImageAnswer.MediaType}");
        return request;
    }

    private static async Task<(HttpStatusCode Status, string? Type, List<ImageAnswer> Lines)> ImportAsync(RunningHead head, string source, bool build)
    {
        using var request = Request(source, build);
        using var response = await head.Client.SendAsync(request);
        var type = response.Content.Headers.ContentType?.MediaType;
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, type, type != ImageAnswer.MediaType ? []
            : [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, ApiJsonContext.Default.ImageAnswer)!)]);
    }
}
