using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>The outcome of an import, a copy, a build or a change of users.</summary>
/// <param name="Revision">The catalog revision that holds it.</param>
/// <param name="Image">The image as it is now.</param>
/// <param name="Warnings">What the admin should know, such as attributes the boot archive cannot keep.</param>
public sealed record ImageResponse(long Revision, ImageConfig Image, IReadOnlyList<string> Warnings)
{
    /// <summary>What came of bringing users and groups into step with the head's; unset when nobody asked for that.</summary>
    public ImageUserReport? Users { get; init; }

    /// <summary>Whether a build came out the same as one that is kept, and so made no new one.</summary>
    public bool Unchanged { get; init; }

    /// <summary>What a build would find; only where nothing but that was asked.</summary>
    public ImagePreview? Preview { get; init; }
}
