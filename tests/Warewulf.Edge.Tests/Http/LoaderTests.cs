using System.Net;
using Warewulf.Core.Boot;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Http;

[Trait("Suite", "Socket")]
public sealed class LoaderTests
{
    [Theory]
    [InlineData("/efiboot/snponly.efi", "snponly")]
    [InlineData("/efiboot//snponly.efi", "snponly")]
    [InlineData("/efiboot///snponly.efi", "snponly")]
    [InlineData("/efiboot/?file=snponly.efi", "snponly")]
    [InlineData("/efiboot/arm64/arm64.efi", "arm64")]
    [InlineData("/efiboot/arm64.efi", "arm64")]
    public async Task Loader_ByItsName_IsSent(string path, string content)
    {
        await using var edge = await TestEdge.StartAsync();

        Assert.Equal(content, await edge.Client.GetStringAsync(new Uri(path, UriKind.Relative)));
    }

    [Theory]
    [InlineData("/efiboot/../secret")]
    [InlineData("/efiboot/..%2fsecret")]
    [InlineData("/efiboot/%2e%2e/secret")]
    [InlineData("/efiboot/..%5csecret")]
    [InlineData("/efiboot/arm64/../../secret")]
    [InlineData("/efiboot//etc/passwd")]
    [InlineData("/efiboot/?file=../secret")]
    [InlineData("/efiboot/?file=/etc/passwd")]
    [InlineData("/efiboot/?file=%00")]
    [InlineData("/efiboot/%00")]
    [InlineData("/efiboot/")]
    [InlineData("/efiboot")]
    [InlineData("/efiboot/arm64")]
    [InlineData("/efiboot/nosuch.efi")]
    public async Task Loader_OutsideTheDirectoryOrMissing_IsNotSent(string path)
    {
        await using var edge = await TestEdge.StartAsync();

        var answer = await edge.RawAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loader_SentToAMachineKnownByAddress_IsAStageOfItsBoot()
    {
        await using var edge = await TestEdge.StartAsync();
        edge.Part<AddressBook>().Note(IPAddress.Loopback, TestEdge.N1);

        await edge.StatusOfAsync("/efiboot/snponly.efi");

        await edge.EventAsync(e => e.Stage == BootStage.Loader && e.Mac == TestEdge.N1 && e is { File: "snponly.efi", Bytes: 7 }, "the loader is reported");
        Assert.Contains("\"stage\": \"efiboot\"", await edge.Client.GetStringAsync(new Uri("/status", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/efiboot/outside.efi")]
    [InlineData("/efiboot/out/secret")]
    [InlineData("/efiboot/warewulf/outside.efi")]
    public async Task Loader_ThatIsALinkOutOfTheDirectory_IsNotSent(string path)
    {
        await using var edge = await TestEdge.StartAsync();
        File.CreateSymbolicLink(Path.Combine(edge.Loaders, "outside.efi"), "../secret");
        File.CreateSymbolicLink(Path.Combine(edge.Loaders, "out"), "..");

        Assert.Equal(HttpStatusCode.NotFound, await edge.StatusOfAsync(path));
    }

    [Fact]
    public async Task Loader_OverTftpAndHttp_IsTheSameFile()
    {
        await using var edge = await TestEdge.StartAsync();
        File.CreateSymbolicLink(Path.Combine(edge.Loaders, "inside.efi"), "snponly.efi");
        foreach (var name in new[] { "inside.efi", "warewulf/snponly.efi", "arm64.efi", "warewulf/arm64.efi", "arm64/arm64.efi" })
        {
            using var tftp = (await edge.Part<ITftpFiles>().OpenAsync(new TftpFileRequest(name, new IPEndPoint(IPAddress.Loopback, 1), IPAddress.Loopback, 1), default)).Content;
            var buffer = new byte[100];

            Assert.Equal(await edge.Client.GetByteArrayAsync(new Uri("/efiboot/" + name, UriKind.Relative)), buffer[..tftp!.Read(0, buffer)]);
        }
    }

    [Fact]
    public async Task Loader_AskedForAgain_IsKnownByItsTagUntilItChanges()
    {
        await using var edge = await TestEdge.StartAsync();
        var path = new Uri("/efiboot/snponly.efi", UriKind.Relative);
        using var first = await edge.Client.GetAsync(path);
        Assert.False(first.Headers.ETag!.IsWeak);

        Assert.Equal(HttpStatusCode.NotModified, await AskAsync());
        await File.WriteAllTextAsync(Path.Combine(edge.Loaders, "new"), "another loader");
        File.Move(Path.Combine(edge.Loaders, "new"), Path.Combine(edge.Loaders, "snponly.efi"), overwrite: true);
        Assert.Equal(HttpStatusCode.OK, await AskAsync());

        async Task<HttpStatusCode> AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag);
            using var response = await edge.Client.SendAsync(request);
            return response.StatusCode;
        }
    }
}
