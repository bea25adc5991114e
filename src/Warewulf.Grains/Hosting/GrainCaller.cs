namespace Warewulf.Grains.Hosting;

/// <summary>
/// The address of one grain. References pass their calls through it with a static function and an argument, so that a call makes
/// no closure.
/// </summary>
/// <typeparam name="TGrain">The grain's class.</typeparam>
public readonly struct GrainCaller<TGrain> : IEquatable<GrainCaller<TGrain>>
    where TGrain : class
{
    private readonly IGrainRunner<TGrain> _runner;
    private readonly string _key;

    internal GrainCaller(IGrainRunner<TGrain> runner, string key)
    {
        _runner = runner;
        _key = key;
    }

    /// <summary>Runs a call that returns something, when all earlier calls to this grain are over.</summary>
    /// <param name="call">The call; it may be run again from the start.</param>
    /// <param name="argument">What the call needs besides the grain.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn, and is passed to the call.</param>
    public Task<TResult> RunAsync<TArgument, TResult>(
        Func<TGrain, TArgument, CancellationToken, Task<TResult>> call, TArgument argument, CancellationToken cancellationToken) =>
        _runner.RunAsync(_key, call, argument, cancellationToken);

    /// <summary>Runs a call that returns nothing, when all earlier calls to this grain are over.</summary>
    /// <param name="call">The call; it may be run again from the start.</param>
    /// <param name="argument">What the call needs besides the grain.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn, and is passed to the call.</param>
    public Task RunAsync<TArgument>(
        Func<TGrain, TArgument, CancellationToken, Task> call, TArgument argument, CancellationToken cancellationToken) =>
        _runner.RunAsync(
            _key,
            static async (grain, work, cancellation) =>
            {
                await work.Call(grain, work.Argument, cancellation);
                return true;
            },
            (Call: call, Argument: argument),
            cancellationToken);

    /// <inheritdoc/>
    public bool Equals(GrainCaller<TGrain> other) => ReferenceEquals(_runner, other._runner) && _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainCaller<TGrain> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_runner, _key);

    /// <summary>Whether both address the same grain of the same host.</summary>
    public static bool operator ==(GrainCaller<TGrain> left, GrainCaller<TGrain> right) => left.Equals(right);

    /// <summary>Whether they address different grains.</summary>
    public static bool operator !=(GrainCaller<TGrain> left, GrainCaller<TGrain> right) => !left.Equals(right);
}
