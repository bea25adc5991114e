namespace Warewulf.Silo.Heads;

/// <summary>What one head sends another of overlays. The numbers are part of the protocol.</summary>
internal enum ShareFrameKind : byte
{
    /// <summary>What a template became for every node.</summary>
    Shared = 1,

    /// <summary>What is one node's own.</summary>
    Archive = 2,

    /// <summary>Nothing yet.</summary>
    Beat = 3,

    /// <summary>Nothing more.</summary>
    Done = 4,
}
