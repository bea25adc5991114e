namespace Warewulf.Core.Leases;

/// <summary>What a pool decided.</summary>
/// <param name="Response">The answer to the machine.</param>
/// <param name="State">
/// The pool's state afterwards; the same object when nothing changed, and then there is nothing to store. An answer is given only after it is stored.
/// </param>
public sealed record LeaseDecision(LeaseResponse Response, LeasePoolState State);
