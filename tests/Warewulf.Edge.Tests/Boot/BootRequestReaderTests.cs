using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;
using Warewulf.Edge.Tests.Link;

namespace Warewulf.Edge.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class BootRequestReaderTests : IDisposable
{
    private const string Mac = "52:54:00:00:00:01";

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly SnapshotStore _snapshots;
    private readonly BootRequestReader _reader;

    public BootRequestReaderTests()
    {
        _snapshots = new SnapshotStore(new FakeHeadLink(), TestEdge.Options(_directory), TimeProvider.System, _loggers.CreateLogger<SnapshotStore>());
        var addresses = new AddressBook(_snapshots);
        addresses.Note(IPAddress.Parse("10.0.0.1"), MacAddress.Parse(Mac));
        _reader = new BootRequestReader(addresses);
    }

    public void Dispose()
    {
        _snapshots.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("/kernel/52-54-00-00-00-01", "", "10.0.0.2", "kernel")]
    [InlineData("/kernel/", "?wwid=" + Mac, "10.0.0.2", "kernel")]
    [InlineData("/kernel/", "", "10.0.0.1", "kernel")]
    [InlineData("/kernel/", "", "::ffff:10.0.0.1", "kernel")]
    [InlineData("/kernel/", "", "10.0.0.2", null)]
    [InlineData("/kernel/", "", "fe80::1", null)]
    [InlineData("/kernel/nonsense", "", "10.0.0.1", null)]
    [InlineData("/kernel/", "?wwid=nonsense", "10.0.0.1", null)]
    [InlineData("/container/" + Mac, "", "10.0.0.2", "image")]
    [InlineData("/overlay-system/" + Mac, "", "10.0.0.2", "system")]
    [InlineData("/overlay-runtime/" + Mac, "", "10.0.0.2", "runtime")]
    [InlineData("/provision/" + Mac, "", "10.0.0.2", "ipxe")]
    [InlineData("/provision/" + Mac, "?stage=initramfs", "10.0.0.2", "initramfs")]
    [InlineData("/provision/" + Mac, "?stage=container", "10.0.0.2", "image")]
    [InlineData("/provision/" + Mac, "?stage=&stage=kernel", "10.0.0.2", null)]
    [InlineData("/kernel/" + Mac, "?stage=image", "10.0.0.2", "kernel")]
    [InlineData("/efiboot/" + Mac, "", "10.0.0.2", null)]
    [InlineData("/efiboot/shim.efi", "", "10.0.0.1", "efiboot")]
    [InlineData("/efiboot/shim.efi", "?wwid=" + Mac, "10.0.0.2", "efiboot")]
    [InlineData("/event/" + Mac, "", "10.0.0.2", "event")]
    [InlineData("/nosuch/" + Mac, "", "10.0.0.2", null)]
    [InlineData("/", "", "10.0.0.1", null)]
    public void Read_OfEachForm_GivesStageAndMachine(string path, string query, string remote, string? stage)
    {
        var request = _reader.Read(Context(query, remote), path);

        Assert.Equal(stage, request?.Stage);
        Assert.Equal(stage is null ? null : MacAddress.Parse(Mac), request?.Mac);
    }

    [Fact]
    public void Read_TakesTheFirstValue_AndEmptyForNone()
    {
        var request = _reader.Read(Context("?assetkey=a&assetkey=b&compress=&compress=gz", "10.0.0.1"), "/image/");

        Assert.Equal("a", request!.AssetKey);
        Assert.Null(request.Compress);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.0.0.254"), 9873), request.Local);
        Assert.Equal(1023, request.RemotePort);
    }

    private static DefaultHttpContext Context(string query, string remote)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Connection.RemotePort = 1023;
        context.Connection.LocalIpAddress = IPAddress.Parse("::ffff:10.0.0.254");
        context.Connection.LocalPort = 9873;
        return context;
    }
}
