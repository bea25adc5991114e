namespace Warewulf.Grains.Hosting;

/// <summary>Runs calls on the grains of one class.</summary>
internal interface IGrainRunner<TGrain>
    where TGrain : class
{
    /// <summary>Runs one call in its turn.</summary>
    Task<TResult> RunAsync<TArgument, TResult>(
        string key, Func<TGrain, TArgument, CancellationToken, Task<TResult>> call, TArgument argument, CancellationToken cancellationToken);
}
