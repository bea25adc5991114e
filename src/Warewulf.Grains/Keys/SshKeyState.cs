namespace Warewulf.Grains.Keys;

/// <summary>What is stored of a key. Members are only ever added, never renamed or removed.</summary>
internal sealed record SshKeyState
{
    /// <summary>A key that was not made yet.</summary>
    public static SshKeyState Empty { get; } = new();

    /// <summary>The key.</summary>
    public SshKeyPair? Pair { get; init; }
}
