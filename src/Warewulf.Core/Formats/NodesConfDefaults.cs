using System.Net;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Formats;

/// <summary>Writes out what Warewulf took for granted before 4.6, when it left that to the profile <c>default</c>.</summary>
public static class NodesConfDefaults
{
    private const string DefaultProfile = "default";
    private const string NetworkType = "ethernet";

    private static readonly IPAddress Netmask = IPAddress.Parse("255.255.255.0");

    private static readonly string Stock =
        $$"""
        {{DefaultProfile}}:
          system overlay: [{{string.Join(", ", NodesConfOverlays.System)}}]
          runtime overlay: [{{string.Join(", ", NodesConfOverlays.Runtime)}}]
          kernel: {args: [quiet, crashkernel=no, net.ifnames=1]}
          init: /sbin/init
          root: initramfs
          ipxe template: default
          ipmi: {template: ipmitool.tmpl}
          resources:
            fstab:
              - {spec: "warewulf:/home", file: /home, vfstype: nfs, mntops: "defaults,nofail"}
              - {spec: "warewulf:/opt", file: /opt, vfstype: nfs, mntops: "defaults,noauto,nofail,ro"}
        """;

    /// <summary>Completes the profile <c>default</c>, the networks of all profiles, and nodes that name no profile.</summary>
    /// <param name="conf">What the file says.</param>
    /// <param name="warn">Takes one line per node that may lack something all the same.</param>
    public static NodesConf Add(NodesConf conf, Action<string> warn)
    {
        var stock = NodesConfReader.ReadProfiles("", Stock, _ => { })[0];
        var given = conf.Profiles.Any(profile => profile.Name == stock.Name) ? conf.Profiles : [.. conf.Profiles, new ProfileConfig(stock.Name, NodeSettings.Empty)];
        var profiles = given.Select(profile =>
            profile with { Settings = Networks(profile.Name == stock.Name ? Complete(profile.Settings, stock.Settings) : profile.Settings) }).ToList();
        var nodes = conf.Nodes.Select(node =>
            node.Settings.Profiles is { IsEmpty: false } ? node : node with { Settings = node.Settings with { Profiles = [DefaultProfile] } }).ToList();
        var byName = profiles.ToDictionary(profile => profile.Name.ToString(), StringComparer.Ordinal);
        var merger = new NodeMerger(byName.GetValueOrDefault);
        foreach (var node in nodes)
        {
            Warn(node, merger.Merge(node).Settings, warn);
        }

        return new NodesConf(profiles, nodes);
    }

    // What the profile says itself stays, resource by resource.
    private static NodeSettings Complete(NodeSettings settings, NodeSettings stock)
    {
        foreach (var field in NodeFields.Entries(stock).Select(entry => entry.Field).Distinct())
        {
            var (own, other) = (field.GetValue(settings, FieldTarget.Default), field.GetValue(stock, FieldTarget.Default));
            if (own is SortedMap<JsonElement> resources)
            {
                settings = field.SetValue(settings, FieldTarget.Default, ((SortedMap<JsonElement>)other!).Under(resources, null));
            }
            else if (FieldText.Format(own) is null)
            {
                settings = field.SetValue(settings, FieldTarget.Default, other);
            }
        }

        return settings;
    }

    private static NodeSettings Networks(NodeSettings settings) => settings.NetworkDevices is not { } devices
        ? settings
        : settings with
        {
            NetworkDevices = SortedMap<NetworkConfig>.From(devices.Select(device => KeyValuePair.Create(
                device.Key, device.Value with { Type = device.Value.Type is { Length: > 0 } type ? type : NetworkType, Netmask = device.Value.Netmask ?? Netmask }))),
        };

    private static void Warn(NodeConfig node, NodeSettings merged, Action<string> warn)
    {
        if (node.Settings.Profiles?.Contains(DefaultProfile) != true)
        {
            warn($"node '{node.Name}' does not have the profile '{DefaultProfile}': what was added to that does not reach it.");
        }

        foreach (var (name, device) in merged.NetworkDevices ?? SortedMap<NetworkConfig>.Empty)
        {
            var missing = string.Join(" and no ", new[] { device.Type is null or "" ? "type" : null, device.Netmask is null ? "netmask" : null }.OfType<string>());
            if (missing.Length > 0)
            {
                warn($"node '{node.Name}': the network device '{name}' has no {missing}, where Warewulf once took {NetworkType} and {Netmask}.");
            }
        }
    }
}
