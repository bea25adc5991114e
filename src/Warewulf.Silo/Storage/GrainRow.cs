using Warewulf.Grains.Hosting;

namespace Warewulf.Silo.Storage;

/// <summary>A row of the table <c>grains</c>, as Dapper reads it.</summary>
internal sealed record GrainRow(string Key, long Version, byte[] Content)
{
    /// <summary>The state in the row.</summary>
    public StoredGrain ToStored() => new(Key, Version, Content);
}
