namespace Warewulf.Grains.Hosting;

/// <summary>The state of one grain as it is stored.</summary>
/// <param name="Key">Which grain of its type.</param>
/// <param name="Version">The version to name when replacing it; greater than 0.</param>
/// <param name="Json">The state.</param>
public sealed record StoredGrain(string Key, long Version, ReadOnlyMemory<byte> Json);
