using System.Collections.Immutable;

namespace Warewulf.Core.Boot;

/// <summary>What a node is to boot differently the next time, once.</summary>
public sealed record NextBoot
{
    /// <summary>The image's name; unset means the node's own.</summary>
    public string? ImageName { get; init; }

    /// <summary>The boot script template; unset means the node's own.</summary>
    public string? IpxeTemplate { get; init; }

    /// <summary>The kernel arguments; unset means the node's own.</summary>
    public ImmutableArray<string>? KernelArgs { get; init; }

    /// <summary>Who asked for it, for displays.</summary>
    public string? Author { get; init; }

    /// <summary>When the head accepted it. Set by the node's grain.</summary>
    public DateTimeOffset? SetAt { get; init; }
}
