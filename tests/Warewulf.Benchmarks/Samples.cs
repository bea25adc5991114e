using System.Globalization;

namespace Warewulf.Benchmarks;

/// <summary>Measured values of one kind. The median is the one to quote: these machines are shared.</summary>
internal sealed class Samples(string name, string unit)
{
    private readonly List<double> _values = [];

    public void Add(double value) => _values.Add(value);

    public override string ToString()
    {
        var sorted = _values.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-52} {sorted[0],8:0.0} {sorted[sorted.Count / 2],8:0.0} {sorted[^1],8:0.0} {unit}");
    }
}
