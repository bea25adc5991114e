using System.Text.Json.Serialization;

namespace Warewulf.Grains.Tests.Hosting;

internal sealed record CounterState(int Value)
{
    public static CounterState Empty { get; } = new(0);
}

[JsonSerializable(typeof(CounterState))]
internal sealed partial class CounterJsonContext : JsonSerializerContext;
