namespace Warewulf.Silo.Overlays;

/// <summary>What is to be said of each kind of overlays.</summary>
internal static class OverlayKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<OverlayKind> All { get; } = [OverlayKind.System, OverlayKind.Runtime];

    /// <summary>What displays call an archive, as Warewulf names the files.</summary>
    public static string FileName(OverlayKind kind) => kind == OverlayKind.System ? "__SYSTEM__.img.gz" : "__RUNTIME__.img.gz";
}
