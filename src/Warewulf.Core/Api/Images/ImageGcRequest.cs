namespace Warewulf.Core.Api.Images;

/// <summary>Removes content from the head that is asked, if nothing names it any more.</summary>
public sealed record ImageGcRequest
{
    /// <summary>Whether only to tell what would be removed.</summary>
    public bool DryRun { get; init; }
}
