namespace Warewulf.Core.Artifacts;

/// <summary>Where a build puts segments, from several threads at once.</summary>
public interface ISegmentStore
{
    /// <summary>Whether a segment is there whole.</summary>
    bool Has(RecipeSegment segment);

    /// <summary>Takes a segment; one that is there already may be given again.</summary>
    /// <param name="segment">What it is.</param>
    /// <param name="blocks">Its blocks, valid during the call only.</param>
    void Put(RecipeSegment segment, ReadOnlySpan<byte> blocks);
}
