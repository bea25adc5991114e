using System.Net;
using Warewulf.Core.Api;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Api;

[Trait("Suite", "Socket")]
public sealed class ApiAuthenticationTests : IAsyncLifetime
{
    private RunningHead _head = null!;

    public async Task InitializeAsync() => _head = await RunningHead.StartAsync(tcp: true);

    public async Task DisposeAsync() => await _head.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Tcp_WithoutTheToken_IsRefusedEverywhere(string? token)
    {
        foreach (var path in (string[])[Routes.Nodes, Routes.NodesStatus, Routes.Images, Routes.EdgeSnapshot, "/nope", "/"])
        {
            var (status, body) = await _head.TcpAsync(path, token);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal(ApiErrorCode.Unauthorized, RunningHead.Error(body).Code);
        }
    }

    [Fact]
    public async Task Tcp_WithTheToken_IsServed()
    {
        var token = (await File.ReadAllTextAsync(_head.TokenFile)).Trim();
        Assert.Equal(64, token.Length);
        Assert.Equal(HttpStatusCode.OK, (await _head.TcpAsync(Routes.Nodes, token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _head.TcpAsync(Routes.Nodes, token[..^1])).Status);
    }

    [Fact]
    public async Task Tcp_Version_NeedsNoToken() =>
        Assert.Equal(HttpStatusCode.OK, (await _head.TcpAsync(Routes.Version, null)).Status);

    [Fact]
    public void Files_OfTheInterface_AreForRootOnly()
    {
        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_head.Run));
        Assert.Equal(ReadWrite, File.GetUnixFileMode(_head.Socket));
        Assert.Equal(ReadWrite, File.GetUnixFileMode(_head.TokenFile));
        Assert.Equal(ReadWrite, File.GetUnixFileMode(Path.Combine(_head.Files.Root, "var/lib/warewulf/warewulf.db")));
    }
}
