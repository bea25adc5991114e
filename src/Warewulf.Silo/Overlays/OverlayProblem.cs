using Warewulf.Core;
using Warewulf.Core.Nodes;

namespace Warewulf.Silo.Overlays;

/// <summary>Why a node's overlays could not be built.</summary>
internal sealed record OverlayProblem(NodeName Node, OverlayKind Kind, WarewulfException Error);
