using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Nodes;
using Warewulf.TestKit;

namespace Warewulf.Grains.Tests.Nodes;

/// <summary>A host of node grains and one node, n1, with its machine.</summary>
internal sealed class NodeHost : IAsyncDisposable
{
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");

    private readonly GrainHost _host;

    public NodeHost(InMemoryGrainStore? memory = null, Func<IGrainStore, IGrainStore>? wrap = null)
    {
        Memory = memory ?? new InMemoryGrainStore();
        Start = Time.GetUtcNow();
        _host = new GrainHost(
            new GrainRegistry().AddNodes(Planner, new BootTrackerOptions(), Time, NullLoggerFactory.Instance),
            wrap?.Invoke(Memory) ?? Memory,
            new GrainHostOptions(),
            Time,
            NullLogger<GrainHost>.Instance);
    }

    public FakePlanner Planner { get; } = new();

    public InMemoryGrainStore Memory { get; }

    public ManualTimeProvider Time { get; } = new();

    public DateTimeOffset Start { get; }

    public INodeGrain Node => _host.Node(NodeName.Parse("n1"));

    public INodeGrain Find(string name) => _host.Node(NodeName.Parse(name));

    public Task<BootPlan> PlanAsync(BootStage? stage = null) =>
        Node.PlanAsync(new PlanRequest(Mac, "edge1") { Stage = stage }, CancellationToken.None);

    public async Task<string> ImageAsync(BootStage? stage) => (await PlanAsync(stage)).ImageName;

    /// <summary>Moves the clock by a second and reports a stage as reached then.</summary>
    public Task ReachAsync(BootStage stage, bool powerOn = false)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return ReportAsync(new BootEvent(Mac, stage, Time.GetUtcNow()) { PowerOn = powerOn });
    }

    public Task ReportAsync(params BootEvent[] events) => Node.ReportAsync(events, CancellationToken.None);

    public BootEvent Event(BootStage stage, double seconds) => new(Mac, stage, Start.AddSeconds(seconds));

    public Task<NodeStatus> StatusAsync() => Node.StatusAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
