using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Tests.Hosting;

internal sealed class CounterGrain(GrainContext<CounterState> context) : ICounterGrain
{
    public static GrainType<ICounterGrain, CounterGrain, CounterState> Type { get; } = new(
        "counter", CounterJsonContext.Default.CounterState, CounterState.Empty, context => new CounterGrain(context), caller => new Reference(caller));

    public IGrainState<CounterState> Stored => context.State;

    public int Touched { get; private set; }

    public Task<int> TouchAsync(CancellationToken cancellationToken) => Task.FromResult(++Touched);

    public async Task<int> AddAsync(int amount, CancellationToken cancellationToken)
    {
        var next = new CounterState(context.State.State.Value + amount);
        await context.State.SaveAsync(next, cancellationToken);
        return next.Value;
    }

    public Task<int> ValueAsync(CancellationToken cancellationToken) => Task.FromResult(context.State.State.Value);

    public Task ClearAsync(CancellationToken cancellationToken) => context.State.ClearAsync(cancellationToken);

    public Task<int> RunAsync(Func<CounterGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken) => body(this, cancellationToken);

    private sealed class Reference(GrainCaller<CounterGrain> grain) : ICounterGrain
    {
        public Task<int> TouchAsync(CancellationToken cancellationToken) =>
            grain.RunAsync(static (g, _, c) => g.TouchAsync(c), 0, cancellationToken);

        public Task<int> AddAsync(int amount, CancellationToken cancellationToken) =>
            grain.RunAsync(static (g, a, c) => g.AddAsync(a, c), amount, cancellationToken);

        public Task<int> ValueAsync(CancellationToken cancellationToken) =>
            grain.RunAsync(static (g, _, c) => g.ValueAsync(c), 0, cancellationToken);

        public Task ClearAsync(CancellationToken cancellationToken) =>
            grain.RunAsync(static (g, _, c) => g.ClearAsync(c), 0, cancellationToken);

        public Task<int> RunAsync(Func<CounterGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken) =>
            grain.RunAsync(static (g, b, c) => g.RunAsync(b, c), body, cancellationToken);
    }
}
