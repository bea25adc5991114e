using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Nodes;

/// <summary>The fields that stand together in a node, and the way to them.</summary>
internal abstract class FieldGroup(FieldScope scope, Func<FieldTarget, string> display, Func<FieldTarget, string> path)
{
    /// <summary>The scope.</summary>
    public FieldScope Scope => scope;

    /// <summary>What stands before a field's name in displays, such as <c>NetDevs[default].</c>.</summary>
    public string Display(FieldTarget target) => display(target);

    /// <summary>What stands before a field's name in differences.</summary>
    public string Path(FieldTarget target) => path(target);

    /// <summary>The places in some settings where the group is.</summary>
    public abstract IEnumerable<FieldTarget> Targets(NodeSettings settings);

    /// <summary>An IPv4 address is expected.</summary>
    internal static string? IPv4(string text) => IPAddress.Parse(text).AddressFamily == AddressFamily.InterNetwork
        ? null
        : "is not an IPv4 address: write it as 10.0.0.1";

    /// <summary>An IPv6 address is expected.</summary>
    internal static string? IPv6(string text) => IPAddress.Parse(text).AddressFamily == AddressFamily.InterNetworkV6
        ? null
        : "is not an IPv6 address: write it as fd00::1";

    /// <summary>A network mask is expected.</summary>
    internal static string? Mask(string text) => IPv4(text) is null && Ipv4.PrefixLength(IPAddress.Parse(text)) is not null
        ? null
        : "is not a network mask: write it as 255.255.255.0";

    /// <summary>A number up to a limit is expected.</summary>
    internal static Func<string, string?> AtMost(uint most) =>
        text => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) <= most ? null : $"is more than {most}";
}

/// <summary>A group whose fields are properties of one record.</summary>
/// <typeparam name="T">The record.</typeparam>
internal sealed class FieldGroup<T>(
    FieldScope scope,
    Func<FieldTarget, string> display,
    Func<FieldTarget, string> path,
    Func<NodeSettings, IEnumerable<FieldTarget>> targets,
    Func<NodeSettings, FieldTarget, T?> get,
    Func<NodeSettings, FieldTarget, T?, NodeSettings> set,
    T empty)
    : FieldGroup(scope, display, path)
    where T : class
{
    /// <inheritdoc/>
    public override IEnumerable<FieldTarget> Targets(NodeSettings settings) => targets(settings);

    public NodeField Text(string? flag, string key, string name, string help, Func<T, string?> read, Func<T, string?, T> write) =>
        Field(flag, key, name, NodeFieldKind.Text, help, v => read(v), (v, x) => write(v, (string?)x));

    public NodeField YesNo(string? flag, string key, string name, string help, Func<T, string?> read, Func<T, string?, T> write) =>
        Field(flag, key, name, NodeFieldKind.YesNo, help, v => read(v), (v, x) => write(v, (string?)x));

    public NodeField TriState(string? flag, string key, string name, string help, Func<T, bool?> read, Func<T, bool?, T> write) =>
        Field(flag, key, name, NodeFieldKind.TriState, help, v => read(v), (v, x) => write(v, (bool?)x));

    public NodeField Number(string? flag, string key, string name, string help, uint most, Func<T, string?> read, Func<T, string?, T> write) =>
        Field(flag, key, name, NodeFieldKind.Number, help, v => read(v), (v, x) => write(v, (string?)x), AtMost(most));

    public NodeField Address(
        string? flag, string key, string name, string help, Func<string, string?>? check, Func<T, IPAddress?> read, Func<T, IPAddress?, T> write) =>
        Field(flag, key, name, NodeFieldKind.Address, help, v => read(v), (v, x) => write(v, (IPAddress?)x), check);

    public NodeField Mac(string? flag, string key, string name, string help, Func<T, MacAddress?> read, Func<T, MacAddress?, T> write) =>
        Field(flag, key, name, NodeFieldKind.Mac, help, v => read(v), (v, x) => write(v, (MacAddress?)x));

    public NodeField List(
        string? flag, string key, string name, string help, Func<T, ImmutableArray<string>?> read, Func<T, ImmutableArray<string>?, T> write) =>
        Field(flag, key, name, NodeFieldKind.List, help, v => read(v), (v, x) => write(v, (ImmutableArray<string>?)x));

    public NodeField Tags(string flag, string help, Func<T, SortedMap<string>?> read, Func<T, SortedMap<string>?, T> write) =>
        Field(flag, "tags", "Tags", NodeFieldKind.TagMap, help, v => read(v), (v, x) => write(v, x is SortedMap<string> { IsEmpty: false } tags ? tags : null));

    public NodeField Resources(string key, string name, string help, Func<T, SortedMap<JsonElement>?> read, Func<T, SortedMap<JsonElement>?, T> write) =>
        Field(null, key, name, NodeFieldKind.ResourceMap, help, v => read(v), (v, x) => write(v, (SortedMap<JsonElement>?)x));

    // A flag is written "name" or "name|s", where s is the short one.
    private NodeField Field(
        string? flag, string key, string name, NodeFieldKind kind, string help, Func<T, object?> read, Func<T, object?, T> write, Func<string, string?>? check = null) =>
        new(
            this,
            key,
            name,
            kind,
            (settings, target) => get(settings, target) is { } value ? read(value) : null,
            (settings, target, value) =>
            {
                var written = write(get(settings, target) ?? empty, value);
                return set(settings, target, written.Equals(empty) ? null : written);
            })
        {
            Flag = flag?.Split('|')[0],
            Short = flag?.Split('|') is [_, var letter] ? letter[0] : null,
            Help = help,
            Check = check,
        };
}
