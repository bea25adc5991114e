using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>Makes an earlier build of an image the one that nodes boot.</summary>
/// <param name="Name">The image.</param>
public sealed record ImageRollbackRequest(ImageName Name) : ChangeRequest
{
    /// <summary>The number of the build; unset for the one before the current one.</summary>
    public int? Generation { get; init; }
}
