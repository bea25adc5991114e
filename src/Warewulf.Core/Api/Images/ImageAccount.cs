namespace Warewulf.Core.Api.Images;

/// <summary>A user or a group, and how an image and the head stand with it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Who has it.</param>
public sealed record ImageAccount(string Name, ImageAccountState State)
{
    /// <summary>Its id on the head; unset when the head has none of that name.</summary>
    public uint? HostId { get; init; }

    /// <summary>Its id in the image, before anything was changed; unset when the image had none of that name.</summary>
    public uint? ImageId { get; init; }
}
