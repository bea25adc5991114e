using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Keys;
using Warewulf.TestKit;

namespace Warewulf.Grains.Tests.Keys;

[Trait("Suite", "Fast")]
public sealed class SshKeyGrainTests : IAsyncDisposable
{
    private static readonly SshKeyPair First = new("secret one", "ssh-ed25519 AAAA1\n");
    private static readonly SshKeyPair Second = new("secret two", "ssh-ed25519 AAAA2\n");

    private readonly InMemoryGrainStore _memory = new();
    private readonly List<GrainHost> _hosts = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Settle_FirstOffer_StaysTheSitesKey()
    {
        var key = Start().HostKey("ed25519");
        Assert.Null(await key.SettleAsync(null, CancellationToken.None));
        Assert.Equal(First, await key.SettleAsync(First, CancellationToken.None));
        Assert.Equal(First, await key.SettleAsync(Second, CancellationToken.None));

        Assert.Equal(First, await Start().HostKey("ed25519").SettleAsync(null, CancellationToken.None));
        Assert.Null(await Start().HostKey("rsa").SettleAsync(null, CancellationToken.None));
        Assert.Null(await Start().RootKey("ed25519").SettleAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task Settle_ManyHeadsAtOnce_AgreeOnOne()
    {
        var keys = Enumerable.Range(0, 8).Select(_ => Start().HostKey("rsa")).ToList();
        var offers = keys.Select((key, i) => Task.Run(() => key.SettleAsync(new SshKeyPair($"secret {i}", $"ssh-rsa {i}\n"), CancellationToken.None)));

        Assert.NotNull(Assert.Single((await Task.WhenAll(offers)).Distinct()));
    }

    [Fact]
    public async Task Settle_StoredKeyUnreadable_NeverReplacesIt()
    {
        await _memory.SaveAsync(SshKeyGrain.TypeName, "host/rsa", "{"u8.ToArray(), 0, CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<WarewulfException>(() => Start().HostKey("rsa").SettleAsync(First, CancellationToken.None));

        Assert.Contains("'host/rsa' is stored, but cannot be read", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_AsText_ShowsNoSecret() => Assert.Equal("ssh-ed25519 AAAA1", First.ToString());

    private GrainHost Start()
    {
        var host = new GrainHost(new GrainRegistry().AddSshKeys(), _memory, new GrainHostOptions(), TimeProvider.System, NullLogger<GrainHost>.Instance);
        _hosts.Add(host);
        return host;
    }
}
