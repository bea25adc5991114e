using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Collections;

[Trait("Suite", "Fast")]
public sealed class SortedMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyOperations_BehaveAsThoseOfADictionary(int seed)
    {
        var random = new Random(seed);
        var map = SortedMap<int>.Empty;
        var model = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 2_000; i++)
        {
            var key = $"k{random.Next(30)}";
            switch (random.Next(4))
            {
                case 0:
                    map = map.Remove(key);
                    model.Remove(key);
                    break;
                case 1:
                    var other = Enumerable.Range(0, random.Next(6)).Select(_ => KeyValuePair.Create($"k{random.Next(30)}", random.Next(9))).ToList();
                    map = map.Under(SortedMap<int>.From(other), null);
                    other.ForEach(pair => model[pair.Key] = pair.Value);
                    break;
                default:
                    map = map.SetItem(key, i);
                    model[key] = i;
                    break;
            }

            Assert.Equal(model, map);
            Assert.Equal(model.TryGetValue(key, out var value), map.TryGetValue(key, out var found));
            Assert.Equal(value, found);
            Assert.Equal(SortedMap<int>.From(model), map);
            Assert.Equal(SortedMap<int>.From(model).GetHashCode(), map.GetHashCode());
        }
    }

    [Fact]
    public void Under_KeyOfBoth_IsMadeFromBoth()
    {
        var low = SortedMap<int>.Empty.SetItem("a", 1).SetItem("b", 2);
        var high = SortedMap<int>.Empty.SetItem("b", 10).SetItem("c", 20);
        Assert.Equal([1, 12, 20], low.Under(high, (x, y) => x + y).Values);
    }

    [Fact]
    public void From_RepeatedKey_KeepsTheLast() =>
        Assert.Equal(2, SortedMap<int>.From([KeyValuePair.Create("a", 1), KeyValuePair.Create("a", 2)])["a"]);

    [Fact]
    public void Json_NullValue_IsRefusedNamingTheKey()
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"network devices":{"ib0":null}}""", ApiJsonContext.Default.NodeSettings));
        Assert.Contains("'ib0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_Map_IsReadAsWritten()
    {
        var settings = new NodeSettings { Tags = SortedMap<string>.Empty.SetItem("b", "2").SetItem("a", "") };
        var json = JsonSerializer.Serialize(settings, ApiJsonContext.Default.NodeSettings);
        Assert.Equal("""{"tags":{"a":"","b":"2"}}""", json);
        Assert.Equal(settings, JsonSerializer.Deserialize(json, ApiJsonContext.Default.NodeSettings));
    }
}
