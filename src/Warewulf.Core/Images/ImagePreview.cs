namespace Warewulf.Core.Images;

/// <summary>
/// What a build would find, as far as it can be told without reading a file. Content that changed while neither size nor time did shows in the
/// build only.
/// </summary>
/// <param name="Entries">Members of the archive.</param>
/// <param name="BytesToRead">What would be read and compressed; all else is taken over from the build before.</param>
public sealed record ImagePreview(long Entries, long BytesToRead)
{
    /// <summary>Whether what the build before held is known, so that the following is against that.</summary>
    public bool IsAgainstBefore { get; init; }

    /// <summary>Files, directories and links that are new.</summary>
    public long Added { get; init; }

    /// <summary>Those whose size, owner, permissions or time is another.</summary>
    public long Changed { get; init; }

    /// <summary>Those that are gone.</summary>
    public long Removed { get; init; }
}
