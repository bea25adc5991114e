using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Hosting;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Link;

namespace Warewulf.Edge.Tests.Http;

/// <summary>
/// A whole edge without DHCP and TFTP on a free port, over heads in memory. n1 boots everything; n2 has no image; n3 an image never built; n4 the asset
/// key <c>a b</c>; n5 a script that fails. n1 has the address 10.77.0.1.
/// </summary>
internal sealed class TestEdge : IAsyncDisposable
{
    public static readonly MacAddress N1 = Mac(1);
    public static readonly MacAddress N2 = Mac(2);
    public static readonly MacAddress N3 = Mac(3);
    public static readonly MacAddress N4 = Mac(4);
    public static readonly MacAddress N5 = Mac(5);
    public static readonly MacAddress Unknown = Mac(0x99);

    private readonly TemporaryDirectory _directory = new();
    private readonly EdgeHost _host;

    private TestEdge(Action<TestEdge>? prepare)
    {
        Kernel = Heads.Add("vmlinuz-6.1", "kernel bytes"u8.ToArray());
        PlainImage = RandomBytes(300_000, 1);
        Image = Heads.Add("rocky9.img.gz", Gzip(PlainImage), gzip: true);
        Overlay = Heads.Add("__SYSTEM__.img.gz", Gzip("overlay"u8.ToArray()), gzip: true);
        Runtime = Heads.Add("__RUNTIME__.img.gz", Gzip("runtime"u8.ToArray()), gzip: true);
        Script = Heads.Add("default.ipxe", Encoding.UTF8.GetBytes("#!ipxe\nkernel http://{{.Authority}}/kernel/{{.Hwaddr}} {{.KernelArgs}}\n"));
        Heads.UnknownScript = Heads.Add("unconfigured.ipxe", Encoding.UTF8.GetBytes("#!ipxe\necho {{.Hwaddr}} is unknown\n"));
        Heads.Plans[N1] = Plan("n1");
        Heads.Plans[N2] = Plan("n2") with { Image = null, ImageName = "", Kernel = null };
        Heads.Plans[N3] = Plan("n3") with { Image = null };
        Heads.Plans[N4] = Plan("n4") with { AssetKey = "a b" };
        Heads.Plans[N5] = Plan("n5") with { Script = Heads.Add("broken.ipxe", Encoding.UTF8.GetBytes("{{ fail \"no\" }}")) };
        Heads.Snapshot = new SegmentSnapshot(7)
        {
            DhcpEnabled = false,
            TftpEnabled = false,
            HttpPort = 0,
            Hosts =
            [
                .. Heads.Plans.Select(plan => new SegmentHost(plan.Key, plan.Value.Node, "default")
                {
                    Address = IPAddress.Parse("10.77.0." + plan.Value.Node.ToString()[1..]),
                }),
            ],
        };
        Directory.CreateDirectory(_directory.Below("boot/arm64"));
        File.WriteAllText(_directory.Below("boot/snponly.efi"), "snponly");
        File.WriteAllText(_directory.Below("boot/arm64/arm64.efi"), "arm64");
        File.WriteAllText(_directory.Below("secret"), "secret");
        prepare?.Invoke(this);
        _host = new EdgeHost(Options(_directory), TimeProvider.System, Loggers, Heads);
    }

    public FakeHeadLink Heads { get; } = new();

    public RecordingLoggers Loggers { get; } = new();

    public ArtifactRef Kernel { get; }

    public ArtifactRef Image { get; }

    public ArtifactRef Overlay { get; }

    public ArtifactRef Runtime { get; }

    public ArtifactRef Script { get; }

    public byte[] PlainImage { get; }

    public int Port => _host.HttpPort;

    public HttpClient Client { get; private set; } = null!;

    public string Cache => _directory.Below("cache");

    public string Loaders => _directory.Below("boot");

    public T Part<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<TestEdge> StartAsync(Action<TestEdge>? prepare = null)
    {
        var edge = new TestEdge(prepare);
        await edge._host.StartAsync(CancellationToken.None);
        edge.Client = edge.ClientFrom(0);
        return edge;
    }

    public static EdgeOptions Options(TemporaryDirectory directory) => new()
    {
        Name = "edge1",
        Heads = [HeadAddress.Parse("unix:/nowhere")],
        CacheDirectory = directory.Below("cache"),
        LoaderDirectory = directory.Below("boot"),
    };

    /// <summary>A client that asks from a port of its own; 0 for any.</summary>
    public HttpClient ClientFrom(int localPort) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, localPort));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{Port}"),
    };

    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        if (!response.IsSuccessStatusCode)
        {
            Assert.Empty(await response.Content.ReadAsStringAsync());
        }

        return response.StatusCode;
    }

    /// <summary>Sends bytes as they are and reads the answer to its end.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    public Task EventAsync(Func<BootEvent, bool> wanted, string what) => Eventually.HoldsAsync(() => Heads.Events.Any(wanted), what);

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    public BootPlan Plan(string node, long revision = 7) => new(NodeName.Parse(node), revision)
    {
        Script = Script,
        Kernel = Kernel,
        Initramfs = Kernel with { FileName = "initramfs-6.1" },
        Image = Image,
        System = Overlay,
        Runtime = Runtime,
        ImageName = "rocky9",
        KernelArgs = ["quiet"],
    };

    public static byte[] RandomBytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static MacAddress Mac(byte last) => MacAddress.FromBytes([0x52, 0x54, 0, 0x77, 0xab, last]);
}
