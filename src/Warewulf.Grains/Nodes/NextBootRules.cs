using Warewulf.Core.Boot;

namespace Warewulf.Grains.Nodes;

/// <summary>
/// Decides which boots do what was set for the next boot. It is taken up when a boot asks for its script, used up when that boot is
/// reported to have its script, and stays in force for the rest of that boot, so that no boot is made of two plans.
/// </summary>
internal static class NextBootRules
{
    /// <summary>What the plan for a request is to do differently.</summary>
    public static NextBoot? Choose(NodeState state, BootStage? stage) => stage switch
    {
        BootStage.Script => state.NextBoot ?? (IsMidway(state) ? state.InForce : null),
        null => state.NextBoot ?? state.InForce,
        _ => state.InForce,
    };

    /// <summary>The state after a plan was given.</summary>
    public static NodeState TakeUp(NodeState state, BootStage? stage, NextBoot? chosen) =>
        IsTakenUp(state, stage, chosen) ? state with { InForce = chosen, InForceSince = null } : state;

    /// <summary>Whether the plan begins a boot that does something else than the boot before it.</summary>
    public static bool IsTakenUp(NodeState state, BootStage? stage, NextBoot? chosen) => stage == BootStage.Script && !IsSame(chosen, state.InForce);

    /// <summary>Whether both are the same wish: the time at which it was accepted names it.</summary>
    public static bool IsSame(NextBoot? one, NextBoot? other) => one?.SetAt == other?.SetAt;

    /// <summary>The state after a boot was reported to have its script.</summary>
    public static NodeState UseUp(NodeState state, DateTimeOffset at)
    {
        if (state.InForce is null || state.InForceSince is not null || at < state.InForce.SetAt)
        {
            return state;
        }

        return state with { InForceSince = at, NextBoot = IsSame(state.NextBoot, state.InForce) ? null : state.NextBoot };
    }

    /// <summary>Whether the boot that has something in force only fetches its script once more.</summary>
    private static bool IsMidway(NodeState state) =>
        state.InForceSince is { } since
        && state.Boots is [var boot, ..]
        && boot.StartedAt <= since
        && !boot.Stages.Any(stage => stage.Stage is BootStage.Kernel or BootStage.Ready or BootStage.Failed);
}
