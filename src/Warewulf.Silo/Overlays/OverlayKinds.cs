using Warewulf.Core.Archives;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>What is to be said of each kind of overlays.</summary>
internal static class OverlayKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<OverlayKind> All { get; } = [OverlayKind.System, OverlayKind.Runtime];

    /// <summary>The kind in a word, as answers have it.</summary>
    public static string Word(OverlayKind kind) => kind == OverlayKind.System ? "system" : "runtime";

    /// <summary>The overlays of a kind that a node names, in their order.</summary>
    /// <exception cref="Core.WarewulfException">A name is none.</exception>
    public static IReadOnlyList<OverlayName> Names(EffectiveNode node, OverlayKind kind) => [.. Texts(node, kind).Select(OverlayName.Parse)];

    /// <summary>The same as texts.</summary>
    public static IReadOnlyList<string> Texts(EffectiveNode node, OverlayKind kind) =>
        (kind == OverlayKind.System ? node.Settings.SystemOverlays : node.Settings.RuntimeOverlays) ?? [];

    /// <summary>Where archives of a kind list extended attributes. Both kinds are unpacked over each other, so each has a list of its own.</summary>
    public static BytePath AttributeList(OverlayKind kind) => BytePath.FromText($"warewulf/xattrs.{Word(kind)}");

    /// <summary>What displays call an archive, as Warewulf names the files.</summary>
    public static string FileName(OverlayKind kind) => kind == OverlayKind.System ? "__SYSTEM__.img.gz" : "__RUNTIME__.img.gz";
}
