using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Formats;

/// <summary>Settings with any of the fields set, to texts that YAML and CSV have a meaning of their own for.</summary>
internal sealed class RandomSettings(int seed)
{
    /// <summary>Texts that are easily taken for something else.</summary>
    public static readonly ImmutableArray<string> Texts =
    [
        "x", "rocky9", "true", "False", "yes", "n", "on", "OFF", "null", "~", "1500", "064", "0o17", "0x1f", "0b11", "1_000", "-5", "+5", "08", "1e3", "1.5", ".5",
        "1.", ".inf", "-.INF", ".nan", "12:30:45", "52:54:00:12:34:56", "2024-01-02", "2024-01-02 03:04:05", "<<", "=", "a: b", "a:", ":a", "a #b", "#a", "-", "- a", "-a", "--",
        "?", "? a", "[a", "{a: b}", "]", "a, b", ",", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "\"q\"", "'q'", "it's", "a\\b", " a", "a ", " ", "\ta", "a\tb", "a\nb", "a\nb\n",
        "a\n\nb\n\n", "\n", "\na", " a\nb", "a \nb", "a\n  b\nc", "#!/bin/sh\necho \"$1\" # x\n", "a\r\nb", "é", "ß: ü", "日本", "😀", "\u0085", "\u2028", "\uFEFF", "\u0001", "\u007f",
        "...", "... a", "---", "--- a", "console=ttyS0,115200", "~a", "/dev/sda", "$x", "(a)", "a=b;c", "__x__", "UNDEFINED",
        new('k', 200), string.Join(' ', Enumerable.Repeat("word", 60)),
    ];

    private static readonly ImmutableArray<string> Numbers = ["0", "1", "-7", "123456789012", "2.5", "-0.25", "1.50"];
    private static readonly ImmutableArray<string> OddNumbers = ["1e3", "1E-7", "12345678901234567890123", "-0"];

    private readonly Random _random = new(seed);

    /// <summary>Whether numbers that YAML 1.1 does not know are among them.</summary>
    public bool IsOdd { get; init; } = true;

    /// <summary>What is compared: records compare collections by identity.</summary>
    public static string Json(CatalogOperation operation) =>
        JsonSerializer.Serialize(new CatalogChange("", DateTimeOffset.UnixEpoch, [operation]), ApiJsonContext.Default.CatalogChange);

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    /// <summary>A text.</summary>
    public string Text() => Of(Texts);

    /// <summary>True in one of so many cases.</summary>
    public bool Chance(int of) => _random.Next(of) == 0;

    /// <summary>A whole number.</summary>
    public int Number(int from, int to) => _random.Next(from, to + 1);

    /// <summary>Settings of a node, or of a profile.</summary>
    public NodeSettings Settings(bool isProfile)
    {
        var settings = NodeSettings.Empty;
        foreach (var field in NodeFields.All.Where(field => !(isProfile && field.IsNodeOnly)))
        {
            for (var i = Number(0, 2); i > 0; i--)
            {
                var target = new FieldTarget { Net = Text(), Disk = Of(Texts), Partition = Of(Texts), FileSystem = Text() };
                settings = field.SetValue(settings, target, Value(field));
            }
        }

        return settings;
    }

    private static string Sample(NodeField field) => Nodes.NodeFieldSamples.Of(field);

    private object Value(NodeField field) => field.Kind switch
    {
        NodeFieldKind.Text => Text(),
        NodeFieldKind.List => Many(Text).ToImmutableArray(),
        NodeFieldKind.Address => IPAddress.Parse(Sample(field)),
        NodeFieldKind.Mac => MacAddress.FromBytes([1, 2, 3, 4, 5, (byte)Number(0, 99)]),
        NodeFieldKind.YesNo => Chance(2) ? "true" : "false",
        NodeFieldKind.TriState => Chance(2),
        NodeFieldKind.Number => Number(0, 128).ToString(CultureInfo.InvariantCulture),
        NodeFieldKind.TagMap => SortedMap<string>.From(Many(() => KeyValuePair.Create(Text(), Chance(5) ? "" : Text()))),
        NodeFieldKind.ResourceMap => SortedMap<JsonElement>.From(Many(() => KeyValuePair.Create(Text(), JsonSerializer.SerializeToElement(Node(3))))),
        _ => throw new InvalidOperationException(),
    };

    private List<T> Many<T>(Func<T> make) => [.. Enumerable.Range(0, Number(1, 3)).Select(_ => make())];

    private JsonNode? Node(int depth) => Number(0, depth > 0 ? 6 : 4) switch
    {
        0 => null,
        1 => JsonValue.Create(Chance(2)),
        2 => JsonNode.Parse(Of(IsOdd && Chance(2) ? OddNumbers : Numbers)),
        3 or 4 => JsonValue.Create(Text()),
        5 => new JsonArray([.. Enumerable.Range(0, Number(0, 3)).Select(_ => Node(depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, Number(0, 3)).Select(_ => Text()).Distinct().Order(NaturalOrder.Comparer)
            .Select(key => KeyValuePair.Create(key, Node(depth - 1)))),
    };

    /// <summary>Site settings.</summary>
    public SiteConfig Site()
    {
        var address = Chance(2) ? IPAddress.Parse("10.1.2.3") : null;
        return new SiteConfig
        {
            Comment = Chance(2) ? Text() : null,
            Ipaddr = address,
            Netmask = address is null ? null : IPAddress.Parse("255.255.0.0"),
            Network = address is null ? null : IPAddress.Parse("10.1.0.0"),
            Fqdn = Chance(2) ? Text() : null,
            Ipaddr6 = Chance(2) ? IPAddress.Parse("fd00::1") : null,
            PrefixLen6 = Chance(2) ? Number(0, 128) : null,
            Segments = Chance(2)
                ? [new SegmentConfig(SegmentName.Parse("rack2"), IPNetwork.Parse("10.9.2.0/24")) { Gateway = IPAddress.Parse("10.9.2.1"), LeaseTime = TimeSpan.FromSeconds(Number(60, 900)) }]
                : [],
            Warewulf = new WarewulfSettings
            {
                Port = Number(1, 65535),
                TlsPort = Number(1, 65535),
                Secure = Chance(2),
                SecureFiles = Chance(2) ? Chance(2) : null,
                Tls = Chance(2),
                UpdateInterval = Number(0, 900),
                AutobuildOverlays = Chance(2),
                BlobCopies = Chance(2) ? 2 : 3,
                HostOverlay = Chance(2),
                GrubBoot = Chance(2),
                SystemdName = Text(),
            },
            Api = new ApiSettings { Enabled = Chance(2), Tls = Chance(2), AllowedSubnets = [.. Many(() => $"10.{Number(0, 255)}.0.0/{Number(0, 32)}")] },
            Dhcp = new DhcpSettings
            {
                Enabled = Chance(2),
                Template = Text(),
                RangeStart = address,
                RangeEnd = address,
                SystemdName = Text(),
                Range6Start = Chance(2) ? IPAddress.Parse("fd00::10") : null,
                Range6End = Chance(2) ? IPAddress.Parse("fd00::99") : null,
            },
            Tftp = new TftpSettings
            {
                Enabled = Chance(2),
                TftpRoot = Text(),
                SystemdName = Text(),
                Ipxe = Many(() => KeyValuePair.Create(Text(), Text())).DistinctBy(entry => entry.Key).ToImmutableSortedDictionary(StringComparer.Ordinal),
            },
            Nfs = new NfsSettings { Enabled = Chance(2), ExportPaths = [.. Many(() => new NfsExport(Text(), Text()))], SystemdName = Text() },
            Ssh = new SshSettings { KeyTypes = Chance(5) ? [] : [.. Many(Text)] },
            ImageMounts = Chance(5) ? [] : [.. Many(() => new ImageMount(Text()) { Dest = Text(), ReadOnly = Chance(2), Copy = Chance(2), Options = Chance(2) ? Text() : "" })],
            Paths = Chance(2) ? SiteConfig.Default.Paths : SiteConfig.Default.Paths.Add("sysconfdir", "/etc").Add("wwfilesdir", "/srv/a b").Add("systemddir", "/usr/lib"),
            ClientPort = Chance(2) ? 0 : Number(1, 65535),
        };
    }
}
