using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Nodes;

/// <summary>Keeps a node's boots and the plan it was given.</summary>
internal sealed partial class NodeGrain(
    GrainContext<NodeState> context, INodePlanner planner, BootTrackerOptions options, TimeProvider time, ILogger<NodeGrain> logger) : INodeGrain
{
    /// <summary>The name of the type in storage.</summary>
    public const string TypeName = "node";

    private readonly NodeName _name = NodeName.Parse(context.Key);

    private NodeState State => context.State.State;

    /// <inheritdoc/>
    public async Task<BootPlan> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var state = State;
        var next = NextBootRules.Choose(state, request.Stage);
        var plan = await planner.PlanAsync(_name, next, cancellationToken);
        var assigned = AssignedPlan.Of(plan);

        // What an edge prepares for a boot that has not begun is not what the node boots now.
        var isAhead = request.Stage is null && !NextBootRules.IsSame(next, state.InForce);
        if (!isAhead && (!assigned.IsSameAs(state.Assigned) || NextBootRules.IsTakenUp(state, request.Stage, next)))
        {
            await TrySaveAsync(NextBootRules.TakeUp(state with { Assigned = assigned }, request.Stage, next), cancellationToken);
            if (!plan.Problems.IsEmpty)
            {
                LogProblems(logger, _name, plan.ImageName, string.Join(' ', plan.Problems));
            }
        }

        return plan;
    }

    /// <inheritdoc/>
    public async Task ReportAsync(IReadOnlyList<BootEvent> events, CancellationToken cancellationToken)
    {
        var state = State;
        var now = time.GetUtcNow();
        var seen = state.LastSeen;
        foreach (var reported in events)
        {
            // The head's clock is the reference: a boot in the future, from an edge whose clock is ahead, would hide every real one until then.
            var e = reported.At > now ? reported with { At = now } : reported;
            state = state with { Boots = BootTracker.Apply(state.Boots, e, options) };
            if (e.Stage == BootStage.Script)
            {
                state = NextBootRules.UseUp(Stamp(state, e), e.At);
            }

            seen = seen > e.At ? seen : e.At;
        }

        var isOlder = seen - State.LastSeen >= options.LastSeenPrecision || State.LastSeen is null;
        if (state == State && !(isOlder && seen is not null))
        {
            return;
        }

        var before = State;
        await context.State.SaveAsync(state with { LastSeen = seen }, cancellationToken);
        LogProgress(before, now);
    }

    /// <inheritdoc/>
    public Task<NodeStatus> StatusAsync(CancellationToken cancellationToken) =>
        Task.FromResult(context.State.IsUnreadable ? NodeStates.Unreadable(_name) : NodeStates.Read(_name, State, time.GetUtcNow(), options));

    /// <inheritdoc/>
    public async Task SetNextBootAsync(NextBoot? next, CancellationToken cancellationToken)
    {
        if (next is not null || State.NextBoot is not null)
        {
            await context.State.SaveAsync(State with { NextBoot = next is null ? null : next with { SetAt = time.GetUtcNow() } }, cancellationToken);
            LogNextBoot(logger, _name, next?.ImageName ?? "", next is null ? "taken back" : "set");
        }
    }

    /// <inheritdoc/>
    public Task<NextBoot?> NextBootAsync(CancellationToken cancellationToken) => Task.FromResult(State.NextBoot);

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken cancellationToken) => context.State.ClearAsync(cancellationToken);

    /// <summary>
    /// Notes on the boot that got its script what it was told to boot. The edge knows best: the head may have made another plan since, or
    /// may not have been asked at all.
    /// </summary>
    private static NodeState Stamp(NodeState state, BootEvent e)
    {
        var place = 0;
        while (place < state.Boots.Length && state.Boots[place].StartedAt > e.At)
        {
            place++;
        }

        var told = (ImageName: e.Revision is null ? state.Assigned?.ImageName : e.ImageName, Revision: e.Revision ?? state.Assigned?.Revision);
        return told.Revision is not null && place < state.Boots.Length && state.Boots[place].Revision is null
            ? state with { Boots = state.Boots.SetItem(place, state.Boots[place] with { ImageName = told.ImageName, Revision = told.Revision }) }
            : state;
    }

    private async Task TrySaveAsync(NodeState state, CancellationToken cancellationToken)
    {
        try
        {
            await context.State.SaveAsync(state, cancellationToken);
        }
        catch (WarewulfException e) when (e.Code == ApiErrorCode.Unavailable)
        {
            // A full disk on the head is no reason for nodes not to boot; what they were told is observed again with their next request.
            LogPlanNotStored(logger, _name, e);
        }
    }

    private void LogProgress(NodeState before, DateTimeOffset now)
    {
        var (old, current) = (NodeStates.Read(_name, before, now, options), NodeStates.Read(_name, State, now, options));
        if (current.State == NodeBootState.Failed && old.State != NodeBootState.Failed)
        {
            LogFailed(logger, _name, current.Detail ?? "");
        }
        else if ((current.State, current.Stage) != (old.State, old.Stage))
        {
            LogStage(logger, _name, current.Stage, current.State, current.Detail ?? "");
        }
    }
}
