namespace Warewulf.Grains.Hosting;

/// <summary>Hands out references to grains. A caller sees nothing else of whatever runs them.</summary>
public interface IGrains
{
    /// <summary>A reference to one grain. It costs nothing: the grain comes to life with the first call.</summary>
    /// <typeparam name="TGrain">The grain's contract, an interface.</typeparam>
    /// <param name="key">Which one, such as a node's name.</param>
    /// <exception cref="InvalidOperationException">No grain of that contract was registered.</exception>
    TGrain Get<TGrain>(string key)
        where TGrain : class;
}
