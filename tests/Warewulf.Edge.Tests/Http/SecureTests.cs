using System.Net;
using Warewulf.Edge.Tests.Hosting;

namespace Warewulf.Edge.Tests.Http;

[Trait("Suite", "Socket")]
public sealed class SecureTests
{
    private const string N1 = "52:54:00:77:ab:01";

    [RootTheory]
    [InlineData("/runtime/" + N1, 1023, 200)]
    [InlineData("/runtime/" + N1, 1024, 401)]
    [InlineData("/overlay-runtime/" + N1, 0, 401)]
    [InlineData("/provision/" + N1 + "?stage=runtime", 0, 401)]
    [InlineData("/runtime/" + N1, 987, 200)]
    [InlineData("/system/" + N1, 0, 200)]
    public async Task Runtime_InSecureMode_NeedsAPrivilegedPort(string path, int port, int status)
    {
        await using var edge = await TestEdge.StartAsync(edge => edge.Heads.Snapshot = edge.Heads.Snapshot! with { Secure = true });
        using var client = edge.ClientFrom(port);

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Runtime_WithoutSecureMode_IsForAnyPort()
    {
        await using var edge = await TestEdge.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await edge.StatusOfAsync("/runtime/" + N1));
    }
}
