using System.Net;
using System.Threading.Channels;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>A running server on a free loopback port, with its files, its results and its log.</summary>
internal sealed class TftpTestServer : IAsyncDisposable, ITftpObserver
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<TftpTransferResult> _results = Channel.CreateUnbounded<TftpTransferResult>();

    private TftpTestServer(TftpServerOptions options, ITftpFiles? files)
    {
        Server = new TftpServer(options, files ?? Files, this, TimeProvider.System, Logger);
    }

    public TestFiles Files { get; } = new();

    public RecordingLogger<TftpServer> Logger { get; } = new();

    public TftpServer Server { get; }

    public IPEndPoint EndPoint => Server.LocalEndPoint;

    /// <summary>Short waits by default, so that tests with loss are quick.</summary>
    public static TftpServerOptions Quick { get; } = new()
    {
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
        Timeout = TimeSpan.FromMilliseconds(50),
        Retries = 8,
        RetriesBeforeAnswer = 8,
        MaxTransfersPerAddress = 1000,
    };

    /// <summary>Waits that never pass in a test, so that nothing is ever repeated.</summary>
    public static TftpServerOptions Patient { get; } = Quick with { Timeout = TimeSpan.FromMinutes(5), MaxTimeout = TimeSpan.FromMinutes(5) };

    public static async Task<TftpTestServer> StartAsync(TftpServerOptions? options = null, ITftpFiles? files = null)
    {
        var server = new TftpTestServer(options ?? Quick, files);
        await server.Server.StartAsync(default);
        return server;
    }

    public void TransferEnded(TftpTransferResult result) => Assert.True(_results.Writer.TryWrite(result));

    public async Task<TftpTransferResult> NextResultAsync() => await _results.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public bool TryNextResult(out TftpTransferResult? result) => _results.Reader.TryRead(out result);

    /// <summary>Waits until no transfer is left.</summary>
    public async Task IdleAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Server.ActiveTransfers > 0)
        {
            Assert.False(limit.IsCancellationRequested, $"{Server.ActiveTransfers} transfers never ended");
            await Task.Delay(5);
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
