using Warewulf.Core.Site;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>What the first process of a session is to do: which tree to put together, and what to run in it.</summary>
/// <param name="Image">The root directory of the image.</param>
/// <param name="Scratch">A directory of the session's own, on the image's file system.</param>
/// <param name="Commands">Commands with their arguments, of which the first that can be started is run.</param>
internal sealed record SessionPlan(string Image, string Scratch, IReadOnlyList<IReadOnlyList<string>> Commands)
{
    /// <summary>The image's name, for messages.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether nothing in the image may change.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>A directory that lies over the image, which makes all of it read-only; unset for none.</summary>
    public string? Overlays { get; init; }

    /// <summary>What of the head is bound or copied into the image, in this order.</summary>
    public IReadOnlyList<ImageMount> Mounts { get; init; } = [];

    /// <summary>All that the command finds in its environment, as <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The directories that are searched for a command without a slash, separated by colons.</summary>
    public string SearchPath { get; init; } = "";

    /// <summary>The terminal that the command gets; unset when it inherits pipes.</summary>
    public string? Terminal { get; init; }
}
