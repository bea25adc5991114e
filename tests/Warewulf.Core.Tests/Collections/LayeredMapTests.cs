using Warewulf.Core.Collections;

namespace Warewulf.Core.Tests.Collections;

[Trait("Suite", "Fast")]
public sealed class LayeredMapTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 5_000)]
    public void With_AnyChanges_LeavesEarlierVersionsAsTheyWere(int seed, int size)
    {
        var random = new Random(seed);
        var model = Enumerable.Range(0, size).ToDictionary(i => i, i => $"v{i}");
        var map = new LayeredMap<int, string>(new Dictionary<int, string>(model));
        var versions = new List<(LayeredMap<int, string> Map, Dictionary<int, string> Model)> { (map, new(model)) };
        for (var round = 0; round < 60; round++)
        {
            var changes = Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(size + 20)).Distinct()
                .ToDictionary(key => key, key => random.Next(3) == 0 ? null : $"r{round}k{key}");
            map = map.With(changes);
            foreach (var (key, value) in changes)
            {
                _ = value is null ? model.Remove(key) : (model[key] = value) is not null;
            }

            versions.Add((map, new(model)));
        }

        foreach (var (version, expected) in versions)
        {
            for (var key = 0; key < size + 20; key++)
            {
                Assert.Equal(expected.GetValueOrDefault(key), version.TryGetValue(key, out var value) ? value : null);
            }
        }
    }
}
