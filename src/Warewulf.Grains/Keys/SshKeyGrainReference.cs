using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Keys;

/// <summary>Passes calls on to a key's grain.</summary>
internal sealed class SshKeyGrainReference(GrainCaller<SshKeyGrain> grain) : ISshKeyGrain
{
    /// <inheritdoc/>
    public Task<SshKeyPair?> SettleAsync(SshKeyPair? offered, CancellationToken cancellationToken) =>
        grain.RunAsync(static (key, offered, cancellation) => key.SettleAsync(offered, cancellation), offered, cancellationToken);
}
