using System.Runtime.ExceptionServices;

using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>One build of an image from what was found in its tree, by several threads. How many they are makes no difference to the result.</summary>
internal sealed class ImageRecipeBuild(
    string directory, SafeFileHandle root, ISegmentStore store, ImageTreeBuildOptions options, ImageTreeMeter meter)
{
    internal ImageTreeBuildResult Run(IReadOnlyList<ImageTreeItem> items, CancellationToken cancellationToken)
    {
        var members = ImageTreeLinks.Resolve(items);
        foreach (var member in members)
        {
            CpioHeader.Check(member.Path, member.ContentLength);
        }

        var groups = ImageGrouping.Divide(members);
        var keys = groups.ConvertAll(group => ImageGroupKey.Of(members, group, options.CompressionLevel));
        var done = TakeOver(keys);
        Announce(members, groups, done);
        var cuts = new List<(int Group, SegmentCut Cut)>();
        for (var i = 0; i < groups.Count; i++)
        {
            if (done[i] is null)
            {
                cuts.AddRange(groups[i].Cuts.Select(cut => (i, cut)));
            }
        }

        var packed = PackAll(members, cuts, cancellationToken);
        for (var at = 0; at < cuts.Count;)
        {
            var group = cuts[at].Group;
            var count = groups[group].Cuts.Count;
            done[group] = Join(IsSettled(members, groups[group]) ? keys[group] : null, packed.AsSpan(at, count));
            at += count;
        }

        return Finish(members.Count, [.. done.OfType<ImageIndexGroup>()]);
    }

    private ImageIndexGroup?[] TakeOver(List<ArtifactDigest> keys)
    {
        var known = new Dictionary<ArtifactDigest, ImageIndexGroup>();
        foreach (var group in options.Before?.Groups ?? [])
        {
            if (group.Key is { } key)
            {
                known[key] = group;
            }
        }

        return [.. keys.Select(key => known.GetValueOrDefault(key) is { } group && group.Segments.All(store.Has) ? group : null)];
    }

    private void Announce(List<ImageMember> members, List<ImageGroup> groups, ImageIndexGroup?[] done)
    {
        meter.TotalEntries = members.Count;
        for (var i = 0; i < groups.Count; i++)
        {
            if (done[i] is not null)
            {
                meter.Add(0, groups[i].Count);
                continue;
            }

            for (var member = groups[i].First; member < groups[i].First + groups[i].Count; member++)
            {
                meter.TotalBytes += members[member].HasContent ? members[member].Status.Size : 0;
            }
        }
    }

    private PackedSegment[] PackAll(List<ImageMember> members, List<(int Group, SegmentCut Cut)> cuts, CancellationToken cancellationToken)
    {
        var packed = new PackedSegment[cuts.Count];
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = -1;
        Exception? failure = null;
        var workers = Enumerable.Range(0, Math.Min(options.Workers, cuts.Count)).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return packed;

        void Work()
        {
            try
            {
                using var packer = NewPacker(members);
                for (var i = Interlocked.Increment(ref next); i < packed.Length; i = Interlocked.Increment(ref next))
                {
                    failed.Token.ThrowIfCancellationRequested();
                    packed[i] = packer.Pack(cuts[i].Cut);
                }
            }
            catch (Exception e)
            {
                // What the others say, now that they are told to end, is of no interest.
                if (Interlocked.CompareExchange(ref failure, e, null) is null)
                {
                    failed.Cancel();
                }
            }
        }
    }

    private ImageSegmentPacker NewPacker(IReadOnlyList<ImageMember> members) =>
        new(directory, root, members, store, meter, options.CompressionLevel);

    // A part of a large file has a checksum of its own; the file's follows from them.
    private static ImageIndexGroup Join(ArtifactDigest? key, ReadOnlySpan<PackedSegment> packed)
    {
        var segments = new List<RecipeSegment>();
        var members = new List<ImageIndexMember>();
        var notes = new List<AttributeNote>();
        var left = 0L;
        foreach (var part in packed)
        {
            segments.Add(part.Segment);
            notes.AddRange(part.Notes);
            if (left > 0)
            {
                var length = Math.Min(left, ImageGrouping.PartLength);
                left -= length;
                members[^1] = members[^1] with { Checksum = ChecksumMath.Combine(members[^1].Checksum, part.Members[0].Checksum, length) };
                continue;
            }

            members.AddRange(part.Members);
            left = members[^1].Size >= ImageGrouping.LargeFile ? Math.Max(0, (long)members[^1].Size - ImageGrouping.PartLength) : 0;
        }

        return new ImageIndexGroup(key, segments, members, notes);
    }

    private bool IsSettled(List<ImageMember> members, ImageGroup group) =>
        options.ScannedAt is { } scanned
        && Enumerable.Range(group.First, group.Count).All(member => FileStamp.Of(members[member].Status).IsAtRest(scanned));

    private ImageTreeBuildResult Finish(int entries, List<ImageIndexGroup> groups)
    {
        using (var packer = NewPacker([]))
        {
            var length = groups.SelectMany(group => group.Segments).Sum(segment => (long)segment.PlainLength);
            groups.Add(new ImageIndexGroup(null, [packer.PackTrailer(length).Segment], [], []));
        }

        var recipe = Recipe.Of([.. groups.SelectMany(group => group.Segments)]);
        var stored = RecipeCodec.Write(recipe);
        return new ImageTreeBuildResult(recipe, stored, new ImageBuildIndex(ArtifactDigest.Of(stored.Outline), groups, []), entries)
        {
            Changes = options.Before is null ? null : ImageComparison.Compare(options.Before, groups, recipe),
        };
    }
}
