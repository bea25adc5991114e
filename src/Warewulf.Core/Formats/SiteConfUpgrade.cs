using System.Globalization;
using System.Net.Sockets;
using Warewulf.Core.Nodes;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>Brings what earlier releases of Warewulf wrote into <c>warewulf.conf</c> into today's form, and says what became of it. A current key
/// wins over an old one.</summary>
internal sealed class SiteConfUpgrade
{
    private readonly FileProblems _problems;
    private readonly List<YamlEntry> _top;

    private SiteConfUpgrade(YamlMap root, FileProblems problems)
    {
        _problems = problems;
        _top = [.. root.Entries];
    }

    /// <summary>Upgrades a file.</summary>
    public static YamlMap Apply(YamlMap root, FileProblems problems)
    {
        var upgrade = new SiteConfUpgrade(root, problems);
        upgrade.Top();
        upgrade.InSection("warewulf", upgrade.Warewulf);
        upgrade.InSection("nfs", upgrade.Nfs);
        return new YamlMap(root.Line, upgrade._top);
    }

    private static YamlEntry? Take(List<YamlEntry> entries, string key)
    {
        var at = entries.FindIndex(entry => entry.Key == key);
        if (at < 0)
        {
            return null;
        }

        var found = entries[at];
        entries.RemoveAt(at);
        return found;
    }

    private static bool IsUnset(List<YamlEntry> entries, string key) =>
        entries.Find(entry => entry.Key == key) is not { } found || found.Value is { IsNull: true } or YamlText { Text: "" };

    private static void Put(List<YamlEntry> entries, string key, YamlItem value)
    {
        var at = entries.FindIndex(entry => entry.Key == key);
        if (at < 0)
        {
            entries.Add(new YamlEntry(key, true, value.Line, value));
        }
        else
        {
            entries[at] = entries[at] with { Value = value };
        }
    }

    private void Top()
    {
        if (Take(_top, "WW_INTERNAL") is { } version)
        {
            Say(version, "WW_INTERNAL", "has no meaning any more and was dropped.");
        }

        if (Take(_top, "container mounts") is { } mounts)
        {
            var isFree = IsUnset(_top, "image mounts");
            Renamed(mounts, mounts.Key, "image mounts", isFree);
            if (isFree)
            {
                Put(_top, "image mounts", mounts.Value);
            }
        }

        if (Take(_top, "ipv6net") is { Value: { IsNull: false } value } network)
        {
            Network6(network, (value as YamlText)?.Text ?? "");
        }
    }

    private void Network6(YamlEntry entry, string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Addresses.TryParse(text.AsSpan(0, slash), out var address) || address.AddressFamily != AddressFamily.InterNetworkV6
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > 128)
        {
            Say(entry, "ipv6net", $"was dropped: '{Names.Printable(text)}' is not an IPv6 address with a prefix length. Set 'ipaddr6'.");
            return;
        }

        var own = (_top.Find(other => other.Key == "ipaddr6")?.Value as YamlText)?.Text ?? "";
        var hasLength = !IsUnset(_top, "prefixlen6") || own.Contains('/', StringComparison.Ordinal);
        if (IsUnset(_top, "ipaddr6"))
        {
            Put(_top, "ipaddr6", new YamlText(entry.Value.Line, address.ToString(), true));
        }

        if (!hasLength)
        {
            Put(_top, "prefixlen6", new YamlText(entry.Value.Line, length.ToString(CultureInfo.InvariantCulture), true));
        }

        Say(entry, "ipv6net", "is the old form of 'ipaddr6' and 'prefixlen6': what they do not say themselves was taken from it.");
    }

    private List<YamlEntry> Warewulf(List<YamlEntry> entries)
    {
        if (Take(entries, "syslog") is { } syslog)
        {
            Say(syslog, "warewulf.syslog", "has no meaning any more and was dropped.");
        }

        if (Take(entries, "datastore") is { Value: YamlText { IsNull: false, Text.Length: > 0 } } store)
        {
            InSection("paths", paths =>
            {
                var isFree = IsUnset(paths, "datadir");
                Renamed(store, "warewulf.datastore", "paths.datadir", isFree);
                if (isFree)
                {
                    Put(paths, "datadir", store.Value);
                }

                return paths;
            });
        }

        return entries;
    }

    private List<YamlEntry> Nfs(List<YamlEntry> entries)
    {
        var current = entries.Find(entry => entry.Key == "export paths");
        var exports = current?.Value is YamlList list ? list.Items.Select(Export).ToList() : [];
        if (Take(entries, "exports") is { Value: { IsNull: false } value } old)
        {
            Say(old, "nfs.exports", "is the old form of 'nfs.export paths' and was put before those. Give them 'export options'.");
            var paths = (value as YamlList)?.Items ?? [value];
            exports.InsertRange(0, paths.Select(path => new YamlMap(path.Line, [new YamlEntry("path", true, path.Line, path)])));
        }

        if (exports.Count > 0)
        {
            Put(entries, "export paths", new YamlList(exports[0].Line, exports));
        }

        return entries;
    }

    private YamlItem Export(YamlItem item)
    {
        if (item is not YamlMap map)
        {
            return item;
        }

        var entries = map.Entries.ToList();
        var isMounted = false;
        foreach (var gone in new[] { Take(entries, "mount"), Take(entries, "mount options") }.OfType<YamlEntry>())
        {
            isMounted |= gone is { Key: "mount", Value: YamlText text } && YesNo.OrFalse(text.Text);
            Say(gone, $"nfs.export paths.{gone.Key}", isMounted
                ? "has no meaning any more and was dropped. To mount the export on nodes, add it to the resource 'fstab' of a profile."
                : "has no meaning any more and was dropped.");
        }

        return new YamlMap(map.Line, entries);
    }

    // A section that is there without a value, or is no section, is left to whoever reads it.
    private void InSection(string key, Func<List<YamlEntry>, List<YamlEntry>> change)
    {
        var at = _top.FindIndex(entry => entry.Key == key);
        var map = at < 0 || _top[at].Value.IsNull ? YamlMap.Empty : _top[at].Value as YamlMap;
        if (map is null)
        {
            return;
        }

        var changed = change([.. map.Entries]);
        if (at >= 0 || changed.Count > 0)
        {
            Put(_top, key, new YamlMap(map.Line, changed));
        }
    }

    private void Renamed(YamlEntry entry, string path, string now, bool isFree) =>
        Say(entry, path, $"is the old form of '{now}'" + (isFree ? " and was read as that." : ", which is set too: it was dropped."));

    private void Say(YamlEntry entry, string path, string what) => _problems.Warn(entry.Line, $"'{path}' {what}");
}
