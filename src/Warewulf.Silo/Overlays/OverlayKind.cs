namespace Warewulf.Silo.Overlays;

/// <summary>The two archives of overlays a node gets.</summary>
internal enum OverlayKind
{
    /// <summary>Applied at boot.</summary>
    System,

    /// <summary>Applied at boot and again while the node runs.</summary>
    Runtime,
}
