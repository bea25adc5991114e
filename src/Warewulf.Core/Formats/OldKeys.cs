using System.Globalization;
using System.Net.Sockets;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>
/// The keys of <c>nodes.conf</c> from Warewulf 4.4 on that have gone. They are applied after the current keys, in the order of this table,
/// so that a current key wins.
/// </summary>
internal static class OldKeys
{
    private static readonly List<OldKey> All =
    [
        new(FieldScope.Own, "container name", Renamed(FieldScope.Own, "image name")),
        new(FieldScope.Own, "disabled", Dropped),
        .. new[] { "username", "password", "ipaddr", "netmask", "gateway", "port", "interface", "escapechar", "write" }
            .Select(key => new OldKey(FieldScope.Own, "ipmi " + key, Renamed(FieldScope.Ipmi, key))),
        new(FieldScope.Own, "kernel args", Renamed(FieldScope.Kernel, "args")),
        new(FieldScope.Own, "kernel version", Renamed(FieldScope.Kernel, "version")),
        new(FieldScope.Own, "kernel override", Override),
        new(FieldScope.Kernel, "override", Override),
        .. new[] { FieldScope.Own, FieldScope.Ipmi, FieldScope.Net }
            .SelectMany(scope => new[] { new OldKey(scope, "keys", Keys(scope)), new OldKey(scope, "tagsdel", TagsDeleted(scope)) }),
        new(FieldScope.Net, "onbot", Renamed(FieldScope.Net, "onboot")),
        new(FieldScope.Net, "primary", Primary),
        new(FieldScope.Net, "default", Primary),
        new(FieldScope.Net, "ipcidr", Ipv4Cidr),
        new(FieldScope.Net, "ip6addr", Ipv6Address),
        new(FieldScope.Net, "prefix", Dropped),
    ];

    private static NodeField PrimaryNetwork => NodeFields.Find(FieldScope.Own, "primary network")!;

    /// <summary>The place of a key in the order, or less than 0 when it is none of them.</summary>
    public static int IndexOf(FieldScope scope, string key) => All.FindIndex(old => old.Scope == scope && old.Key == key);

    /// <summary>Applies a key.</summary>
    public static void Upgrade(int index, NodeSettingsReader reader, OldKeyUse use)
    {
        if (!use.Entry.Value.IsNull)
        {
            All[index].Upgrade(reader, use);
        }
    }

    private static void Dropped(NodeSettingsReader reader, OldKeyUse use) => reader.Warn(use, "has no meaning any more and was dropped.");

    private static Action<NodeSettingsReader, OldKeyUse> Renamed(FieldScope scope, string key) => (reader, use) =>
    {
        var name = scope is FieldScope.Kernel or FieldScope.Ipmi ? $"{scope.ToString().ToLowerInvariant()}.{key}" : key;
        var field = NodeFields.Find(scope, key)!;
        if (field.Get(reader.Settings, use.Target) is not null)
        {
            reader.Warn(use, $"is the old form of '{name}', which is set too: it was dropped.");
            return;
        }

        reader.Read(field, use);
        reader.Warn(use, $"is the old form of '{name}' and was read as that.");
    };

    private static void Override(NodeSettingsReader reader, OldKeyUse use)
    {
        if (reader.Plain(use) is { Length: > 0 } text)
        {
            reader.Override = new KernelOverride(text, use.Entry.Line, use.Path);
        }
    }

    private static Action<NodeSettingsReader, OldKeyUse> Keys(FieldScope scope) => (reader, use) =>
    {
        var field = NodeFields.Find(scope, "tags")!;
        if (reader.Tags(use.Entry.Value, use.Path) is { } keys)
        {
            var tags = field.GetValue(reader.Settings, use.Target) as SortedMap<string>;
            reader.Settings = field.SetValue(reader.Settings, use.Target, tags is null ? keys : keys.Under(tags, null));
            reader.Warn(use, "is the old form of 'tags' and was added to them.");
        }
    };

    private static Action<NodeSettingsReader, OldKeyUse> TagsDeleted(FieldScope scope) => (reader, use) =>
    {
        var field = NodeFields.Find(scope, "tags")!;
        if (reader.List(use.Entry.Value, use.Path) is { } gone)
        {
            var tags = field.GetValue(reader.Settings, use.Target) as SortedMap<string>;
            reader.Settings = field.SetValue(reader.Settings, use.Target, tags is null ? null : gone.Aggregate(tags, (left, tag) => left.Remove(tag)));
            reader.Warn(use, "is used no more: the tags it names were removed, and itself with them.");
        }
    };

    private static void Primary(NodeSettingsReader reader, OldKeyUse use)
    {
        if (reader.Plain(use) is not { } text)
        {
            return;
        }

        if (YesNo.OrFalse(text) && PrimaryNetwork.Get(reader.Settings, use.Target) is null)
        {
            reader.Settings = PrimaryNetwork.Set(reader.Settings, use.Target, use.Target.Net);
            reader.Warn(use, $"became 'primary network: {Names.Printable(use.Target.Net)}'.");
            return;
        }

        Dropped(reader, use);
    }

    private static void Ipv4Cidr(NodeSettingsReader reader, OldKeyUse use)
    {
        if (reader.Plain(use) is not { Length: > 0 } text)
        {
            return;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > 32
            || !Addresses.TryParse(text.AsSpan(0, slash), out var address) || address.AddressFamily != AddressFamily.InterNetwork)
        {
            reader.Wrong(use, $"'{Names.Printable(text)}' is not an IPv4 address with a prefix length. Write 'ipaddr' and 'netmask' instead.");
            return;
        }

        reader.Fill("ipaddr", use, address.ToString());
        reader.Fill("netmask", use, Ipv4.Mask(length).ToString());
        reader.Warn(use, "is the old form of 'ipaddr' and 'netmask': what they do not say themselves was taken from it.");
    }

    // Warewulf lets this one win over 'ipaddr6'.
    private static void Ipv6Address(NodeSettingsReader reader, OldKeyUse use)
    {
        if (reader.Plain(use) is not { Length: > 0 } text)
        {
            return;
        }

        var field = NodeFields.Find(FieldScope.Net, "ipaddr6")!;
        var parts = text.Split('/', 2);
        var before = field.Get(reader.Settings, use.Target);
        reader.Settings = field.SetValue(reader.Settings, use.Target, null);
        reader.Fill("ipaddr6", use, parts[0]);
        if (parts.Length == 2)
        {
            reader.Fill("prefixlen6", use, parts[1]);
        }

        var after = field.Get(reader.Settings, use.Target);
        reader.Warn(use, before is null || before == after
            ? "is the old form of 'ipaddr6' and was read as that."
            : $"is the old form of 'ipaddr6' and was read as that, in place of {before}.");
    }
}
