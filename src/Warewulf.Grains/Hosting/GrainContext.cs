namespace Warewulf.Grains.Hosting;

/// <summary>What a grain is given when it comes to life.</summary>
/// <param name="Key">Which grain of its type it is.</param>
/// <param name="State">Its state.</param>
public sealed record GrainContext<TState>(string Key, IGrainState<TState> State)
    where TState : class;
