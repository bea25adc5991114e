using System.Text.Json.Serialization.Metadata;

namespace Warewulf.Grains.Hosting;

/// <summary>Everything a host needs to know to run the grains of one type.</summary>
/// <typeparam name="TContract">The interface callers see.</typeparam>
/// <typeparam name="TGrain">The class behind it.</typeparam>
/// <typeparam name="TState">What it stores.</typeparam>
/// <param name="Name">The name of the type in storage and in messages, such as <c>node</c>; it never changes.</param>
/// <param name="Json">How the state is written.</param>
/// <param name="Empty">The state of a grain that never saved one.</param>
/// <param name="Create">Makes the grain.</param>
/// <param name="Refer">Makes what callers hold: it passes every call on through the caller it is given.</param>
public sealed record GrainType<TContract, TGrain, TState>(
    string Name,
    JsonTypeInfo<TState> Json,
    TState Empty,
    Func<GrainContext<TState>, TGrain> Create,
    Func<GrainCaller<TGrain>, TContract> Refer)
    where TContract : class
    where TGrain : class
    where TState : class;
