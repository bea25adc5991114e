using System.Net;
using System.Text;
using Warewulf.Core.Boot;
using Warewulf.Edge.Boot;

namespace Warewulf.Edge.Tests.Http;

[Trait("Suite", "Socket")]
public sealed class BootRoutesTests
{
    private const string N1 = "52:54:00:77:ab:01";
    private const string Nobody = "52:54:00:77:ab:99";

    [Theory]
    [InlineData("/kernel/" + N1)]
    [InlineData("/kernel/52-54-00-77-AB-01")]
    [InlineData("/kernel/52%3A54%3A00%3A77%3Aab%3A01")]
    [InlineData("//kernel//" + N1)]
    [InlineData("///kernel///" + N1)]
    [InlineData("/kernel/" + N1 + "/extra")]
    [InlineData("/kernel/?wwid=52-54-00-77-AB-01")]
    [InlineData("/kernel?wwid=" + N1 + "&wwid=other")]
    [InlineData("/provision/" + N1 + "?stage=kernel")]
    [InlineData("/kernel/" + N1 + "?uuid=1&compress=")]
    public async Task Kernel_HoweverItIsAskedFor_IsTheKernel(string path)
    {
        await using var edge = await TestEdge.StartAsync();

        var answer = await edge.RawAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nkernel bytes", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/image/" + N1, 200)]
    [InlineData("/container/" + N1, 200)]
    [InlineData("/initramfs/" + N1, 200)]
    [InlineData("/system/" + N1, 200)]
    [InlineData("/overlay-system/" + N1, 200)]
    [InlineData("/runtime/" + N1, 200)]
    [InlineData("/overlay-runtime/" + N1, 200)]
    [InlineData("/ipxe/" + N1, 200)]
    [InlineData("/provision/" + N1, 200)]
    [InlineData("/provision/" + N1 + "?stage=container", 200)]
    [InlineData("/provision/" + N1 + "?stage=overlay-system", 200)]
    [InlineData("/provision/" + N1 + "?stage=", 400)]
    [InlineData("/provision/" + N1 + "?stage=shim", 400)]
    [InlineData("/provision/" + N1 + "?stage=efiboot", 400)]
    [InlineData("/provision/" + N1 + "?stage=provision", 400)]
    [InlineData("/ipxe/" + N1 + "?compress=gz", 404)]
    [InlineData("/kernel/" + N1 + "?compress=gz", 404)]
    [InlineData("/kernel/" + N1 + "?compress=xz", 404)]
    [InlineData("/image/" + N1 + "?compress=xz", 404)]
    [InlineData("/ipxe/" + Nobody, 200)]
    [InlineData("/kernel/" + Nobody, 400)]
    [InlineData("/image/" + Nobody, 400)]
    [InlineData("/initramfs/" + Nobody, 400)]
    [InlineData("/system/" + Nobody, 400)]
    [InlineData("/runtime/" + Nobody, 400)]
    [InlineData("/kernel/xx", 400)]
    [InlineData("/kernel/..%2f..%2fetc", 400)]
    [InlineData("/kernel/", 400)]
    [InlineData("/kernel", 400)]
    [InlineData("/kernel/52:54:00:77:ab:02", 400)]
    [InlineData("/image/52:54:00:77:ab:02", 400)]
    [InlineData("/image/52:54:00:77:ab:03", 404)]
    [InlineData("/ipxe/52:54:00:77:ab:05", 500)]
    [InlineData("/", 404)]
    [InlineData("/status/", 404)]
    [InlineData("/status/x", 404)]
    [InlineData("/overlay-file/x/y", 404)]
    [InlineData("/Kernel/" + N1, 404)]
    [InlineData("/nosuch/" + N1, 404)]
    [InlineData("/event", 404)]
    public async Task Path_IsAnswered_WithTheStatusOfItsKind(string path, int status)
    {
        await using var edge = await TestEdge.StartAsync();

        Assert.Equal(status, (int)await edge.StatusOfAsync(path));
    }

    [Theory]
    [InlineData("/system/" + N1)]
    [InlineData("/runtime/" + N1)]
    [InlineData("/overlay-runtime/" + N1 + "?compress=gz")]
    [InlineData("/provision/" + N1 + "?stage=system")]
    public async Task Overlay_ThatWasNeverMade_Is404(string path)
    {
        await using var edge = await TestEdge.StartAsync(
            edge => edge.Heads.Plans[TestEdge.N1] = edge.Plan("n1") with { System = null, Runtime = null });

        Assert.Equal(HttpStatusCode.NotFound, await edge.StatusOfAsync(path));
        Assert.Contains("NOT_FOUND", await edge.Client.GetStringAsync(new Uri("/status", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_NamesTheAddressAndPortThatWereReached()
    {
        await using var edge = await TestEdge.StartAsync();

        var script = await edge.Client.GetStringAsync(new Uri("/ipxe/" + N1, UriKind.Relative));

        Assert.Equal($"#!ipxe\nkernel http://127.0.0.1:{edge.Port}/kernel/{N1} quiet\n", script);
    }

    [Fact]
    public async Task Image_WithAndWithoutCompression_IsTheSameContent()
    {
        await using var edge = await TestEdge.StartAsync();

        var packed = await edge.Client.GetByteArrayAsync(new Uri($"/image/{N1}?compress=gz", UriKind.Relative));
        var plain = await edge.Client.GetByteArrayAsync(new Uri($"/image/{N1}", UriKind.Relative));

        Assert.Equal(edge.Image.Length, packed.Length);
        Assert.Equal(edge.PlainImage, plain);
    }

    [Fact]
    public async Task Post_IsAnsweredLikeGet_AndHeadWithoutABody()
    {
        await using var edge = await TestEdge.StartAsync();
        using var body = new StringContent("ignored");

        using var post = await edge.Client.PostAsync(new Uri("/kernel/" + N1, UriKind.Relative), body);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/kernel/" + N1);
        using var head = await edge.Client.SendAsync(request);

        Assert.Equal("kernel bytes", await post.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(12, head.Content.Headers.ContentLength);
        Assert.Single(edge.Loggers.Lines, line => line.Id == 3524);
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("?assetkey=", 401)]
    [InlineData("?assetkey=wrong", 401)]
    [InlineData("?assetkey=wrong&assetkey=a%20b", 401)]
    [InlineData("?assetkey=a%20b", 200)]
    [InlineData("?assetkey=a_b", 200)]
    [InlineData("?assetkey=a+b&assetkey=wrong", 200)]
    public async Task AssetKey_MustBeTheNodes(string query, int status)
    {
        await using var edge = await TestEdge.StartAsync();

        Assert.Equal(status, (int)await edge.StatusOfAsync("/kernel/52:54:00:77:ab:04" + query));
        Assert.Equal(status, (int)await edge.StatusOfAsync("/ipxe/52:54:00:77:ab:04" + query));
        Assert.DoesNotContain(edge.Loggers.Lines, line => line.Id is >= 3000 and < 4000 && line.Text.Contains("a b", StringComparison.Ordinal));
        Assert.Equal(status == 401, (await edge.Client.GetStringAsync(new Uri("/status", UriKind.Relative))).Contains("BAD_ASSET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Identity_WithoutAName_IsThatOfTheAddress()
    {
        await using var edge = await TestEdge.StartAsync();
        edge.Part<AddressBook>().Note(IPAddress.Loopback, TestEdge.N1);

        Assert.Equal("kernel bytes", await edge.Client.GetStringAsync(new Uri("/kernel/", UriKind.Relative)));
        Assert.Equal("kernel bytes", await edge.Client.GetStringAsync(new Uri("/kernel", UriKind.Relative)));
    }

    [Fact]
    public async Task Heads_AreTold_WhatEachRequestIsFor()
    {
        await using var edge = await TestEdge.StartAsync();

        await edge.StatusOfAsync("/runtime/" + N1);
        await edge.StatusOfAsync("/ipxe/" + N1);

        Assert.Equal([BootStage.Runtime, BootStage.Script], edge.Heads.Asked.Select(asked => asked.Stage));
    }

    [Fact]
    public async Task Script_Sent_IsReportedWithThePlanItWasMadeOf()
    {
        await using var edge = await TestEdge.StartAsync();
        var plan = edge.Heads.Plans[TestEdge.N1];

        await edge.StatusOfAsync("/ipxe/" + N1);
        await edge.StatusOfAsync("/kernel/" + N1);

        await edge.EventAsync(e => e.Stage == BootStage.Script && e.Revision == plan.Revision && e.ImageName == plan.ImageName, "the script is reported");
        await edge.EventAsync(e => e is { Stage: BootStage.Kernel, Revision: null, ImageName: null }, "the kernel is reported");
    }

    [Fact]
    public async Task Heads_AwayAndNeverBooted_Is503()
    {
        await using var edge = await TestEdge.StartAsync();
        edge.Heads.Away = true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await edge.StatusOfAsync("/ipxe/" + N1));
    }

    [Fact]
    public async Task Script_NotToBeHad_Is503AndIsRetried()
    {
        await using var edge = await TestEdge.StartAsync();
        edge.Heads.Deliver = _ => new MemoryStream(Encoding.ASCII.GetBytes("something else"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await edge.StatusOfAsync("/ipxe/" + N1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await edge.StatusOfAsync("/ipxe/" + Nobody));
        edge.Heads.Deliver = bytes => new MemoryStream(bytes);
        Assert.Equal(HttpStatusCode.OK, await edge.StatusOfAsync("/ipxe/" + N1));
    }
}
