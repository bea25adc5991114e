using System.Collections.Immutable;

namespace Warewulf.Core.Boot;

/// <summary>
/// Makes boots out of events. Events may come late, twice and in any order: where an event belongs is decided by its time, so the
/// events of one boot give the same record whichever way they arrive.
/// </summary>
public static class BootTracker
{
    // An event that precedes everything known joins the boot after it only when that began soon after.
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(1);

    private const int MostFailures = 8;

    /// <summary>Adds an event.</summary>
    /// <param name="boots">The boots known so far, the latest first.</param>
    /// <param name="e">The event.</param>
    /// <param name="options">When a boot counts as another one, and how many are kept.</param>
    /// <returns>The boots with the event; the same array when it says nothing new.</returns>
    public static ImmutableArray<BootRecord> Apply(ImmutableArray<BootRecord> boots, BootEvent e, BootTrackerOptions options)
    {
        var place = 0;
        while (place < boots.Length && boots[place].StartedAt > e.At)
        {
            place++;
        }

        if (place < boots.Length && !BeginsBoot(boots[place], e, options))
        {
            return Replace(boots, place, Record(boots[place], e));
        }

        if (place > 0 && IsFollowedBy(e, boots[place - 1], options))
        {
            return Replace(boots, place - 1, Record(boots[place - 1] with { StartedAt = e.At }, e));
        }

        var fresh = Record(new BootRecord(e.At), e);
        if (place < boots.Length && boots[place].Stages.Any(stage => stage.At > e.At))
        {
            // The start of this boot comes late: what was taken for the earlier boot since then is this one's.
            var (before, after) = Split(boots[place], e.At);
            fresh = fresh with { Stages = Tidy(fresh.Stages.AddRange(after)) };
            boots = boots.SetItem(place, boots[place] with { Stages = before });
        }

        boots = boots.Insert(place, fresh);
        return boots.Length > options.KeptBoots ? boots.RemoveRange(options.KeptBoots, boots.Length - options.KeptBoots) : boots;
    }

    /// <summary>What a node is doing.</summary>
    /// <param name="boots">Its boots, the latest first.</param>
    /// <param name="lastSeen">When it was last heard of.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">When silence means that it is lost.</param>
    public static NodeBootState StateOf(
        ImmutableArray<BootRecord> boots, DateTimeOffset? lastSeen, DateTimeOffset now, BootTrackerOptions options)
    {
        if (boots.IsEmpty || boots[0].Stages.IsEmpty)
        {
            return NodeBootState.Unseen;
        }

        var stages = boots[0].Stages;
        var last = stages[^1];
        var heard = lastSeen > last.At ? lastSeen.Value : last.At;
        if (last.Stage == BootStage.Failed)
        {
            return NodeBootState.Failed;
        }

        // A system that does not report itself is known by its client, which asks for the runtime overlay again and again.
        var polls = last.Stage == BootStage.Runtime && (stages.Length == 1 || heard - last.At >= options.LastSeenPrecision);
        if (polls || stages.Any(stage => stage.Stage == BootStage.Ready))
        {
            return NodeBootState.Ready;
        }

        return now - heard >= options.LostAfter ? NodeBootState.Lost : NodeBootState.Booting;
    }

    private static ImmutableArray<BootRecord> Replace(ImmutableArray<BootRecord> boots, int place, BootRecord boot) =>
        ReferenceEquals(boots[place], boot) ? boots : boots.SetItem(place, boot);

    /// <summary>Whether the event is the first of a boot after this one, going by what this one had reached at the time.</summary>
    private static bool BeginsBoot(BootRecord boot, BootEvent e, BootTrackerOptions options)
    {
        if (e.Stage is not (BootStage.Dhcp or BootStage.Script))
        {
            return false;
        }

        var reached = boot.Stages.Where(stage => stage.At <= e.At).Select(stage => stage.Stage).ToList();
        if (e.Stage == BootStage.Script)
        {
            return reached.Exists(IsEnd) || (reached.Contains(BootStage.Script) && reached.Contains(BootStage.Kernel));
        }

        var isEarly = reached.TrueForAll(IsFirmware);
        return !isEarly || (e.PowerOn && e.At - boot.StartedAt >= options.FirmwareRetry);
    }

    /// <summary>Whether a boot that was known before this earlier event is the boot that the event began.</summary>
    private static bool IsFollowedBy(BootEvent e, BootRecord boot, BootTrackerOptions options)
    {
        var gap = boot.StartedAt - e.At;
        return (boot.Stages.IsEmpty ? e.Stage : boot.Stages[0].Stage) switch
        {
            BootStage.Dhcp => IsFirmware(e.Stage) && gap < options.FirmwareRetry,
            BootStage.Script => !IsEnd(e.Stage) && gap < LongestGap,
            _ => gap < LongestGap,
        };
    }

    private static BootRecord Record(BootRecord boot, BootEvent e)
    {
        var stage = new StageRecord(e.Stage, e.At, e.Bytes, e.Stage == BootStage.Failed ? e.Reason ?? "no reason was given" : e.File);
        var known = boot.Stages.FirstOrDefault(other => other.Stage == stage.Stage && (stage.Stage != BootStage.Failed || other.Detail == stage.Detail));
        var stages = known is null ? Tidy(boot.Stages.Add(stage))
            : stage.At < known.At ? Tidy(boot.Stages.Replace(known, stage))
            : boot.Stages;
        var architecture = e.PowerOn ? e.Architecture ?? boot.Architecture : boot.Architecture ?? e.Architecture;
        var address = e.Address ?? boot.Address;
        var isSame = stages.SequenceEqual(boot.Stages) && architecture == boot.Architecture && Equals(address, boot.Address);
        return isSame ? boot : boot with { Stages = stages, Architecture = architecture, Address = address };
    }

    /// <summary>Puts stages in order of time and leaves out a stage that comes after a later one: a step repeated, not reached.</summary>
    private static ImmutableArray<StageRecord> Tidy(ImmutableArray<StageRecord> stages)
    {
        var tidy = ImmutableArray.CreateBuilder<StageRecord>(stages.Length);
        var highest = 0;
        var failures = 0;
        foreach (var stage in stages.OrderBy(stage => stage.At).ThenBy(stage => stage.Stage))
        {
            var keep = stage.Stage == BootStage.Failed ? failures++ < MostFailures : Rank(stage.Stage) >= highest;
            if (keep)
            {
                tidy.Add(stage);
                highest = stage.Stage == BootStage.Failed ? highest : Math.Max(highest, Rank(stage.Stage));
            }
        }

        return tidy.ToImmutable();
    }

    private static (ImmutableArray<StageRecord> Before, ImmutableArray<StageRecord> After) Split(BootRecord boot, DateTimeOffset at) =>
        ([.. boot.Stages.Where(stage => stage.At <= at)], [.. boot.Stages.Where(stage => stage.At > at)]);

    private static bool IsFirmware(BootStage stage) => stage is BootStage.Dhcp or BootStage.Loader;

    private static bool IsEnd(BootStage stage) => stage is BootStage.Ready or BootStage.Failed;

    /// <summary>
    /// How far along a stage is. What a node downloads it downloads in an order of its own, and a first runtime overlay may be fetched
    /// by the started system.
    /// </summary>
    private static int Rank(BootStage stage) => stage switch
    {
        BootStage.Dhcp => 0,
        BootStage.Loader => 1,
        BootStage.Script => 2,
        BootStage.Kernel or BootStage.Initramfs or BootStage.Image or BootStage.System => 3,
        BootStage.Runtime or BootStage.Init => 4,
        _ => 5,
    };
}
