using System.Text.Json.Serialization;
using Warewulf.Grains.Hosting;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>Counts in storage; the smallest grain there can be, its own reference included.</summary>
internal sealed class TallyGrain(GrainCaller<TallyGrain.Body> grain)
{
    public static GrainType<TallyGrain, Body, Tally> Type { get; } = new(
        "tally", TallyJsonContext.Default.Tally, new Tally(0), context => new Body(context.State), caller => new TallyGrain(caller));

    public Task<int> AddAsync() => grain.RunAsync(static (body, _, cancellation) => body.AddAsync(cancellation), 0, CancellationToken.None);

    public Task<int> ValueAsync() => grain.RunAsync(static (body, _, _) => Task.FromResult(body.Value), 0, CancellationToken.None);

    internal sealed class Body(IGrainState<Tally> state)
    {
        public int Value => state.State.Value;

        public async Task<int> AddAsync(CancellationToken cancellationToken)
        {
            await state.SaveAsync(new Tally(Value + 1), cancellationToken);
            return Value;
        }
    }
}

internal sealed record Tally(int Value);

[JsonSerializable(typeof(Tally))]
internal sealed partial class TallyJsonContext : JsonSerializerContext;
