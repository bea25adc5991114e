using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Api.Edges;

/// <summary>An edge asks what a machine is to boot.</summary>
/// <param name="Mac">The machine's hardware address.</param>
/// <param name="Edge">The edge's name, for the log.</param>
public sealed record PlanRequest(MacAddress Mac, string Edge)
{
    /// <summary>
    /// What the machine asked for. It tells a machine that begins its boot script, which takes up what was set for the next boot, from
    /// one in the middle of a boot, which goes on with what it began. Unset when the edge only prepares.
    /// </summary>
    public BootStage? Stage { get; init; }
}
