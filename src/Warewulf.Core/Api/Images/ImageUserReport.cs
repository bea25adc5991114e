namespace Warewulf.Core.Api.Images;

/// <summary>How the users and groups of an image stand with those of the head, and what was done about it.</summary>
/// <param name="Users">The users.</param>
/// <param name="Groups">The groups.</param>
public sealed record ImageUserReport(IReadOnlyList<ImageAccount> Users, IReadOnlyList<ImageAccount> Groups)
{
    /// <summary>Whether the head has users or groups that the image lacked, or had with other ids.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>Whether the image was changed.</summary>
    public bool IsWritten { get; init; }

    /// <summary>How many files, directories and links got another owner or group; or would, when nothing was changed.</summary>
    public long Files { get; init; }
}
