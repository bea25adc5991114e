using Warewulf.Core;

namespace Warewulf.Grains.Keys;

/// <summary>
/// One SSH key of the site, the same on every head. The key of the grain says whose it is and of which type: <c>host/ed25519</c>,
/// <c>root/ed25519</c>.
/// </summary>
public interface ISshKeyGrain
{
    /// <summary>The site's key. The first one that is offered becomes it, and stays.</summary>
    /// <param name="offered">The key of whoever has one; nothing to ask only.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The site's key; nothing as long as none was offered.</returns>
    /// <exception cref="WarewulfException">The storage does not answer.</exception>
    Task<SshKeyPair?> SettleAsync(SshKeyPair? offered, CancellationToken cancellationToken);
}
