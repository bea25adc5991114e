namespace Warewulf.Grains.Tests.Hosting;

/// <summary>The grain the host is tested with.</summary>
internal interface ICounterGrain
{
    /// <summary>Counts without storing.</summary>
    Task<int> TouchAsync(CancellationToken cancellationToken);

    /// <summary>Adds to the stored value.</summary>
    Task<int> AddAsync(int amount, CancellationToken cancellationToken);

    /// <summary>The stored value.</summary>
    Task<int> ValueAsync(CancellationToken cancellationToken);

    /// <summary>Removes what is stored.</summary>
    Task ClearAsync(CancellationToken cancellationToken);

    /// <summary>Runs a test's own code as a call.</summary>
    Task<int> RunAsync(Func<CounterGrain, CancellationToken, Task<int>> body, CancellationToken cancellationToken);
}
