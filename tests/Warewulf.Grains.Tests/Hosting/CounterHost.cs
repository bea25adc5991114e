using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Grains.Hosting;
using Warewulf.TestKit;

namespace Warewulf.Grains.Tests.Hosting;

/// <summary>A host of counters, with the parts a test may want to move.</summary>
internal sealed class CounterHost : IAsyncDisposable
{
    public CounterHost(GrainHostOptions? options = null, IGrainStore? store = null, ILogger<GrainHost>? logger = null)
    {
        Store = store ?? Memory;
        Host = new GrainHost(
            new GrainRegistry().Add(CounterGrain.Type), Store, options ?? new GrainHostOptions(), Time, logger ?? NullLogger<GrainHost>.Instance);
    }

    public InMemoryGrainStore Memory { get; } = new();

    public IGrainStore Store { get; }

    public ManualTimeProvider Time { get; } = new();

    public GrainHost Host { get; }

    public ICounterGrain this[string key] => Host.Get<ICounterGrain>(key);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
