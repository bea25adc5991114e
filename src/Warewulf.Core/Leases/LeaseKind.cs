namespace Warewulf.Core.Leases;

/// <summary>What an entry of a lease pool says about its address.</summary>
public enum LeaseKind
{
    /// <summary>Offered to a machine, which has not answered yet.</summary>
    Offered,

    /// <summary>Leased to a machine.</summary>
    Leased,

    /// <summary>Given back by its machine, which gets it again if nobody else needed it.</summary>
    Released,

    /// <summary>Found in use by somebody unknown, and left alone for a while.</summary>
    Declined,
}
