using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>Which characters are the same when case is ignored: k, K and the Kelvin sign, for instance.</summary>
internal static class CaseOrbits
{
    private static readonly Lazy<(int[] Runes, Dictionary<int, int[]> Orbits)> Table = new(Build);

    /// <summary>The characters with an orbit, in order.</summary>
    public static int[] Runes => Table.Value.Runes;

    /// <summary>All characters equal to this one but for case, itself included; empty when there are no others.</summary>
    public static ReadOnlySpan<int> Of(int rune) => Table.Value.Orbits.TryGetValue(rune, out var orbit) ? orbit : [];

    private static (int[] Runes, Dictionary<int, int[]> Orbits) Build()
    {
        var groups = new Dictionary<int, List<int>>();
        for (int rune = 'A'; rune <= 0x1FFFF; rune++)
        {
            var upper = GoUnicode.ToUpper(rune);
            var lower = GoUnicode.ToLower(upper);

            // The dotted and the dotless i belong to one language's rules only.
            if (rune is (0x130 or 0x131) || (upper == rune && lower == rune))
            {
                continue;
            }

            if (!groups.TryGetValue(lower, out var group))
            {
                groups[lower] = group = [];
            }

            group.Add(rune);
        }

        var orbits = new Dictionary<int, int[]>();
        foreach (var (key, group) in groups)
        {
            if (!group.Contains(key))
            {
                group.Add(key);
            }

            int[] orbit = [.. group.Order()];
            foreach (var rune in orbit)
            {
                orbits[rune] = orbit;
            }
        }

        return ([.. orbits.Where(static o => o.Value.Length > 1).Select(static o => o.Key).Order()], orbits);
    }
}
