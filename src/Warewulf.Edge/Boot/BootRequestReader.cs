using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Boot;

/// <summary>Reads a <see cref="BootRequest"/> out of an HTTP request.</summary>
internal sealed class BootRequestReader
{
    private const string Provision = "provision";
    private const string Loaders = "efiboot";
    private const string Events = "event";

    // The first part of a path, or the value of /provision's parameter, and what is meant by it.
    private static readonly FrozenDictionary<string, string> Stages = new Dictionary<string, string>
    {
        ["ipxe"] = "ipxe",
        [Provision] = "ipxe",
        ["kernel"] = "kernel",
        ["initramfs"] = "initramfs",
        ["image"] = "image",
        ["container"] = "image",
        ["system"] = "system",
        ["overlay-system"] = "system",
        ["runtime"] = "runtime",
        ["overlay-runtime"] = "runtime",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly AddressBook _addresses;

    public BootRequestReader(AddressBook addresses) => _addresses = addresses;

    /// <summary>Whether a path is one that <see cref="Read"/> knows, whatever else may be wrong with the request.</summary>
    public static bool IsRoute(string path) => First(path) is Loaders or Events || Stages.ContainsKey(First(path));

    /// <summary>Reads a request.</summary>
    /// <param name="context">The HTTP request.</param>
    /// <param name="path">Its path, with repeated slashes already made one.</param>
    /// <returns>The request, or nothing when it names no stage or no machine.</returns>
    public BootRequest? Read(HttpContext context, string path)
    {
        var query = context.Request.Query;
        var first = First(path);
        var remote = Plain(context.Connection.RemoteIpAddress);
        var stage = first switch
        {
            Loaders or Events => first,
            Provision when query.TryGetValue("stage", out var named) => Value(named) is { } value && value != Provision ? Stages.GetValueOrDefault(value) : null,
            _ => Stages.GetValueOrDefault(first),
        };
        if (stage is null || remote is null || Machine(path, Value(query["wwid"]), remote) is not { } mac)
        {
            return null;
        }

        return new BootRequest(
            stage,
            mac,
            Value(query["assetkey"]),
            Value(query["compress"]),
            remote,
            context.Connection.RemotePort,
            new IPEndPoint(Plain(context.Connection.LocalIpAddress) ?? IPAddress.Loopback, context.Connection.LocalPort));
    }

    /// <summary>The first value of a query parameter; nothing when it is empty or missing.</summary>
    public static string? Value(StringValues values) => values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    private static string First(string path) => path.Split('/', 3, StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "";

    private MacAddress? Machine(string path, string? wwid, IPAddress remote)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var named = parts.Length > 1 && parts[0] != Loaders ? parts[1] : wwid;
        return named is null ? _addresses.Find(remote)
            : MacAddress.TryParse(named, null, out var mac) ? mac
            : null;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
