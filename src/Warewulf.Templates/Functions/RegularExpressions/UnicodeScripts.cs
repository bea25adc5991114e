using System.Collections.Frozen;
using System.Globalization;

namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>The scripts that \p{Greek} and the like name, with the ranges of their characters.</summary>
internal static partial class UnicodeScripts
{
    private static readonly Lazy<FrozenDictionary<string, (string Name, int[] Ranges)>> Scripts = new(Read);

    /// <summary>First and last code point of each range; the key is the name in lower case without underscores.</summary>
    public static (string Name, int[] Ranges)? Find(string foldedName) => Scripts.Value.TryGetValue(foldedName, out var script) ? script : null;

    private static FrozenDictionary<string, (string Name, int[] Ranges)> Read()
    {
        var scripts = new Dictionary<string, (string Name, int[] Ranges)>(StringComparer.Ordinal);
        foreach (var entry in Table.Replace("\n ", "", StringComparison.Ordinal).Split('\n'))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var ranges = new List<int>();
            foreach (var range in entry[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var ends = range.Split('-');
                ranges.Add(int.Parse(ends[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                ranges.Add(int.Parse(ends[^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            }

            scripts[UnicodeNames.Fold(entry[..colon])] = (entry[..colon], [.. ranges]);
        }

        return scripts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
