using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Api;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Hosting;

[Trait("Suite", "Socket")]
public sealed class SiloHostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HeadDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Restart_SameFiles_HasEverythingAndTheSameToken()
    {
        string token;
        await using (var first = await RunningHead.StartAsync(_files))
        {
            await first.AddAsync("n[1-3]");
            token = await File.ReadAllTextAsync(first.TokenFile);
        }

        await using var second = await RunningHead.StartAsync(_files);
        Assert.Contains("\"revision\":2", (await second.GetAsync(Routes.Version)).Body, StringComparison.Ordinal);
        Assert.Contains("\"n3\"", (await second.GetAsync(Routes.Nodes)).Body, StringComparison.Ordinal);
        Assert.Equal(token, await File.ReadAllTextAsync(second.TokenFile));
    }

    [Fact]
    public async Task Start_SocketLeftByACrash_IsReplaced()
    {
        _files.Write("root/run/warewulf/warewulfd.sock", "");
        await using var head = await RunningHead.StartAsync(_files);
        Assert.Equal(HttpStatusCode.OK, (await head.GetAsync(Routes.Version)).Status);
    }

    [Fact]
    public async Task Start_AnotherHeadBelowTheRoot_IsRefusedAndLeavesItAlone()
    {
        await using var head = await RunningHead.StartAsync(_files);
        var error = await FailAsync(RunningHead.Options(_files));
        Assert.Equal(ApiErrorCode.Busy, error.Code);
        Assert.Contains("--root", error.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await head.GetAsync(Routes.Version)).Status);
    }

    [Theory]
    [InlineData("https://127.0.0.1:9999", "https://127.0.0.1:9999")]
    [InlineData("unix:/tmp/elsewhere.sock", "unix:/tmp/elsewhere.sock")]
    [InlineData("http://head.example:9999", "head.example")]
    [InlineData("http://192.0.2.1:9999", "--listen")]
    public async Task Start_AddressThatCannotBeServed_SaysWhichAndCanBeTriedAgain(string address, string named)
    {
        var error = await FailAsync(RunningHead.Options(_files) with { Listen = [HeadAddress.Parse(address)] });
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        await using var head = await RunningHead.StartAsync(_files);
        Assert.Equal(HttpStatusCode.OK, (await head.GetAsync(Routes.Version)).Status);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSo()
    {
        await using var head = await RunningHead.StartAsync(tcp: true);
        var taken = HeadAddress.Parse(head.Tcp.BaseAddress!.ToString().TrimEnd('/'));
        var error = await FailAsync(RunningHead.Options(_files) with { Listen = [taken] });
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileInPlaceOfTheRunDirectory_SaysSo()
    {
        var file = _files.Write("root/run/warewulf", "");
        var error = await FailAsync(RunningHead.Options(_files));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Equal(
            $"The directory '{file}' for the head's socket cannot be made: a file is in its place. Remove it, or choose another --root.", error.Message);
    }

    [Fact]
    public async Task Start_DirectoryInPlaceOfTheSocket_SaysSo()
    {
        var socket = Path.GetDirectoryName(_files.Write("root/run/warewulf/warewulfd.sock/file", ""))!;
        var error = await FailAsync(RunningHead.Options(_files));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Equal($"The socket '{socket}' cannot be made: a directory is in its place. Remove it, or choose another --root.", error.Message);
    }

    [TmpfsFact]
    public async Task Start_DiskThatCannotBeWritten_IsNotTakenForAnotherHead()
    {
        using var disk = new TmpfsDisk(_files.Base, "64k");
        _files.Write("disk/var/lib/warewulf/warewulfd.lock", "");
        disk.MakeReadOnly();
        var error = await FailAsync(RunningHead.Options(_files) with { Root = disk.Path });
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RootTooLongForASocket_SaysSo()
    {
        var error = await FailAsync(RunningHead.Options(_files) with { Root = Path.Combine(_files.Base, new string('é', 50)) });
        Assert.Contains("shorter --root", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileAnEdgeWaits_AnswersItAndEndsSoon()
    {
        var time = new ManualTimeProvider();
        var head = await RunningHead.StartAsync(_files, time: time);

        // A client of its own: the head's goes with it, whether or not the answer has been read.
        using var client = HeadSocket.Client(head.Socket);
        var waiting = client.GetAsync($"{Routes.EdgeSnapshot}?after=1");
        await WaitAsync(() => time.IsAwaited(EdgeEndpoints.WatchTime));
        var stopping = head.DisposeAsync().AsTask();
        using var response = await waiting.WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        await stopping.WaitAsync(Patience);
    }

    private static async Task WaitAsync(Func<bool> fact)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!fact())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static async Task<WarewulfException> FailAsync(SiloOptions options)
    {
        await using var host = new SiloHost(options, TimeProvider.System, NullLoggerFactory.Instance);
        return await Assert.ThrowsAsync<WarewulfException>(() => host.StartAsync(CancellationToken.None));
    }
}
