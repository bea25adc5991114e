using Warewulf.Core.Images;

namespace Warewulf.Core.Api.Images;

/// <summary>Gives an image another name, also in the nodes and profiles that name it.</summary>
/// <param name="Name">The image.</param>
/// <param name="NewName">The name it gets.</param>
public sealed record ImageRenameRequest(ImageName Name, ImageName NewName) : ChangeRequest
{
    /// <summary>Whether it is built afterwards.</summary>
    public bool Build { get; init; }
}
