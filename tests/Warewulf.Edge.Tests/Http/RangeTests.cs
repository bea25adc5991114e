using System.Net;
using System.Net.Http.Headers;
using Warewulf.Core.Boot;

namespace Warewulf.Edge.Tests.Http;

[Trait("Suite", "Socket")]
public sealed class RangeTests
{
    private const string Kernel = "/kernel/52:54:00:77:ab:01";

    [Theory]
    [InlineData("bytes=0-2", 206, "ker", "bytes 0-2/12")]
    [InlineData("bytes=2-4", 206, "rne", "bytes 2-4/12")]
    [InlineData("bytes=7-", 206, "bytes", "bytes 7-11/12")]
    [InlineData("bytes=-5", 206, "bytes", "bytes 7-11/12")]
    [InlineData("bytes=-50", 206, "kernel bytes", "bytes 0-11/12")]
    [InlineData("bytes=7-99", 206, "bytes", "bytes 7-11/12")]
    [InlineData("bytes=12-", 416, "", "bytes */12")]
    [InlineData("bytes=0-1,3-4", 200, "kernel bytes", null)]
    public async Task Range_IsAnswered_AsTheRfcSays(string range, int status, string body, string? contentRange)
    {
        await using var edge = await TestEdge.StartAsync();

        using var response = await GetAsync(edge, Kernel, ("Range", range));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal(contentRange, response.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task Tag_IsStrongAndOfTheBytes()
    {
        await using var edge = await TestEdge.StartAsync();

        using var kernel = await GetAsync(edge, Kernel);
        using var packed = await GetAsync(edge, "/image/52:54:00:77:ab:01?compress=gz");
        using var plain = await GetAsync(edge, "/image/52:54:00:77:ab:01");

        Assert.Equal(new EntityTagHeaderValue($"\"{edge.Kernel.Digest}\""), kernel.Headers.ETag);
        Assert.Equal(new EntityTagHeaderValue($"\"{edge.Image.Digest}\""), packed.Headers.ETag);
        Assert.Equal(new EntityTagHeaderValue($"\"{edge.Image.Digest}-plain\""), plain.Headers.ETag);
        Assert.Contains("bytes", kernel.Headers.AcceptRanges);
        Assert.NotNull(kernel.Content.Headers.LastModified);
    }

    [Fact]
    public async Task IfNoneMatch_OfTheSameBytes_Is304AndNoStage()
    {
        await using var edge = await TestEdge.StartAsync();

        using var same = await GetAsync(edge, Kernel, ("If-None-Match", $"\"{edge.Kernel.Digest}\""));
        using var other = await GetAsync(edge, Kernel, ("If-None-Match", "\"other\""));
        using var future = await GetAsync(edge, Kernel, ("If-Modified-Since", "Fri, 01 Jan 2199 00:00:00 GMT"));

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Contains(future.StatusCode, new[] { HttpStatusCode.NotModified, HttpStatusCode.OK });
        Assert.Equal(1 + (future.StatusCode == HttpStatusCode.OK ? 1 : 0), edge.Loggers.Lines.Count(line => line.Id == 3524));
    }

    [Fact]
    public async Task IfRange_OfOtherBytes_SendsAll()
    {
        await using var edge = await TestEdge.StartAsync();

        using var same = await GetAsync(edge, Kernel, ("Range", "bytes=2-4"), ("If-Range", $"\"{edge.Kernel.Digest}\""));
        using var other = await GetAsync(edge, Kernel, ("Range", "bytes=2-4"), ("If-Range", "\"other\""));

        Assert.Equal("rne", await same.Content.ReadAsStringAsync());
        Assert.Equal("kernel bytes", await other.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stage_IsReached_OnlyWithTheLastByte()
    {
        await using var edge = await TestEdge.StartAsync();

        (await GetAsync(edge, Kernel, ("Range", "bytes=0-5"))).Dispose();
        (await GetAsync(edge, Kernel, ("Range", "bytes=12-"))).Dispose();
        (await GetAsync(edge, "/initramfs/52:54:00:77:ab:01")).Dispose();
        await edge.EventAsync(e => e.Stage == BootStage.Initramfs, "the initramfs is reported");
        Assert.DoesNotContain(edge.Heads.Events, e => e.Stage == BootStage.Kernel);

        (await GetAsync(edge, Kernel, ("Range", "bytes=6-"))).Dispose();
        await edge.EventAsync(e => e is { Stage: BootStage.Kernel, Bytes: 6, File: "vmlinuz-6.1" }, "the kernel is reported");
    }

    private static async Task<HttpResponseMessage> GetAsync(TestEdge edge, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await edge.Client.SendAsync(request);
    }
}
