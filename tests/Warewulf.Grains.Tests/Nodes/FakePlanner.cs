using System.Collections.Immutable;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Nodes;

namespace Warewulf.Grains.Tests.Nodes;

/// <summary>Plans that consist of the image's name.</summary>
internal sealed class FakePlanner : INodePlanner
{
    public long Revision { get; set; } = 7;

    public string Image { get; set; } = "rocky9";

    public ImmutableArray<string> Problems { get; set; } = [];

    public Task<BootPlan> PlanAsync(NodeName node, NextBoot? next, CancellationToken cancellationToken)
    {
        if (node.ToString() == "missing")
        {
            throw WarewulfException.NotFound("There is no node 'missing'.");
        }

        var image = next?.ImageName ?? Image;
        return Task.FromResult(new BootPlan(node, Revision)
        {
            ImageName = image,
            Image = new ArtifactRef(ArtifactDigest.Of(System.Text.Encoding.UTF8.GetBytes(image)), 1, image + ".img.gz"),
            Problems = Problems,
        });
    }
}
