namespace Warewulf.Silo.Heads;

/// <summary>Another head does not do what it was asked; the next may.</summary>
/// <param name="message">Which head, and what it did not do.</param>
/// <param name="cause">Why.</param>
internal sealed class PeerException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether what it delivered was not what was asked for.</summary>
    public bool IsDamage { get; init; }

    /// <summary>Whether it only does not have what was asked for.</summary>
    public bool IsMissing { get; init; }
}
