namespace Warewulf.Core.Api;

/// <summary>What every request for a change to the catalog says beside the change.</summary>
public abstract record ChangeRequest
{
    /// <summary>Who asks, for the catalog's history.</summary>
    public string? Author { get; init; }

    /// <summary>The text for the catalog's history.</summary>
    public string? Comment { get; init; }

    /// <summary>Only tell what would change.</summary>
    public bool DryRun { get; init; }

    /// <summary>With <see cref="DryRun"/>, also tell what would differ in files of nodes' overlays.</summary>
    public bool Rendered { get; init; }

    /// <summary>Refuse the change when overlays of a node could not be rendered with it that can be without.</summary>
    public bool Strict { get; init; }

    /// <summary>Refuse the change unless the catalog is at this revision.</summary>
    public long? IfRevision { get; init; }

    /// <summary>
    /// The revision that whoever asks has looked at. What others have changed since may stand beside this change, but not be undone by it.
    /// </summary>
    public long? Seen { get; init; }
}
