namespace Warewulf.Silo.Heads;

/// <summary>A head as the table of heads knows it.</summary>
/// <param name="Id">Which process it is; another one after a restart.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Addresses">Where other heads reach it; empty when they cannot.</param>
/// <param name="Age">How many seconds ago it was last seen, by the clock of the database.</param>
internal sealed record HeadRecord(Guid Id, string Name, string[] Addresses, double Age)
{
    /// <summary>How long a head may be silent and count as up.</summary>
    public static readonly TimeSpan DownAfter = TimeSpan.FromSeconds(30);

    /// <summary>Whether it was seen lately. It may be down all the same: this is for choosing whom to ask, and decides nothing else.</summary>
    public bool IsUp => Age <= DownAfter.TotalSeconds;

    /// <inheritdoc/>
    public override string ToString() => Addresses is [var address, ..] ? $"head '{Name}' ({address})" : $"head '{Name}'";
}
