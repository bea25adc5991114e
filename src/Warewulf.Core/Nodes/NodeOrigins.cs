namespace Warewulf.Core.Nodes;

/// <summary>Tells where each effective value of a node comes from.</summary>
public static class NodeOrigins
{
    private const string Superseded = "SUPERSEDED";

    // What the programs take when nobody says anything.
    private static readonly (string Flag, string Value)[] Defaults = [("ipxe", "default"), ("root", "initramfs")];

    /// <summary>The values of a node in display order.</summary>
    /// <param name="node">The node.</param>
    /// <param name="merger">Knows the profiles.</param>
    public static IReadOnlyList<FieldOrigin> Explain(NodeConfig node, NodeMerger merger)
    {
        var layers = merger.Chain(node.Settings.Profiles).Profiles
            .Select(profile => (Name: profile.Name.ToString(), profile.Settings, IsNode: false))
            .Append((Name: node.Name.ToString(), node.Settings, IsNode: true)).ToList();
        var contributions = new Dictionary<string, List<(string Name, FieldEntry Entry, bool IsNode)>>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var entry in NodeFields.Entries(layer.Settings).Where(entry => layer.IsNode || IsInherited(entry.Field)))
            {
                var path = entry.Display;
                (contributions.TryGetValue(path, out var list) ? list : contributions[path] = []).Add((layer.Name, entry, layer.IsNode));
            }
        }

        return
        [
            .. NodeFields.Entries(merger.Join(node)).Where(entry => contributions.ContainsKey(entry.Display))
                .Select(entry => Origin(entry, contributions[entry.Display])),
            .. Defaulted(merger.Merge(node)),
        ];
    }

    private static IEnumerable<FieldOrigin> Defaulted(EffectiveNode node)
    {
        foreach (var (flag, value) in Defaults)
        {
            var field = NodeFields.Find(flag);
            if (field.Get(node.Settings, FieldTarget.Default) is null)
            {
                yield return new FieldOrigin(field.Display(FieldTarget.Default), value, "", FieldOriginKind.Default);
            }
        }

        if (node.Settings.PrimaryNetwork is null && node.PrimaryNetwork is { } primary)
        {
            yield return new FieldOrigin(NodeFields.Find("primarynet").Display(FieldTarget.Default), primary, "", FieldOriginKind.Default);
        }
    }

    private static FieldOrigin Origin(FieldEntry merged, List<(string Name, FieldEntry Entry, bool IsNode)> layers)
    {
        var last = layers[^1];
        var isJoined = layers.Count > 1 && (merged.Field.Kind == NodeFieldKind.List
            || (merged.Field.Kind == NodeFieldKind.ResourceMap && layers.TrueForAll(layer => layer.Entry.Value.StartsWith('['))));
        var source = isJoined ? string.Join(',', layers.Select(layer => layer.Name))
            : !last.IsNode ? last.Name
            : layers.Count > 1 ? Superseded
            : "";
        return new FieldOrigin(merged.Display, IsInherited(merged.Field) ? merged.Value : last.Entry.Value, source, last.IsNode ? FieldOriginKind.Node : FieldOriginKind.Profile)
        {
            IsSecret = merged.Field.IsSecret,
        };
    }

    // Which profiles a node has, and a remark, are its own; so is what only nodes have.
    private static bool IsInherited(NodeField field) => !field.IsNodeOnly && field.Flag is not ("profile" or "comment");
}
