using System.Collections.Immutable;

namespace Warewulf.Core.Site;

/// <summary>The section <c>ssh</c>.</summary>
public sealed record SshSettings
{
    /// <summary>The kinds of host keys made for the site; the first is also the kind made for users.</summary>
    public ImmutableArray<string> KeyTypes { get; init; } = ["ed25519", "ecdsa", "rsa"];
}
