namespace Warewulf.Grains.Hosting;

/// <summary>The grain types of a site. It is filled once, when the process is put together.</summary>
public sealed class GrainRegistry
{
    private readonly List<(Type Contract, Func<GrainHost, IGrainDirectory> Open)> _types = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds a type.</summary>
    /// <exception cref="ArgumentException">A type of that name is there already.</exception>
    public GrainRegistry Add<TContract, TGrain, TState>(GrainType<TContract, TGrain, TState> type)
        where TContract : class
        where TGrain : class
        where TState : class
    {
        if (!_names.Add(type.Name))
        {
            throw new ArgumentException($"There are two grain types named '{type.Name}'.", nameof(type));
        }

        _types.Add((typeof(TContract), host => new GrainDirectory<TContract, TGrain, TState>(host, type)));
        return this;
    }

    internal Dictionary<Type, IGrainDirectory> Open(GrainHost host) => _types.ToDictionary(type => type.Contract, type => type.Open(host));
}
