using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Grains.Hosting;

namespace Warewulf.Grains.Keys;

/// <summary>Keeps the key that was offered first.</summary>
internal sealed class SshKeyGrain(GrainContext<SshKeyState> context) : ISshKeyGrain
{
    /// <summary>The name of the type in storage.</summary>
    public const string TypeName = "sshkey";

    /// <inheritdoc/>
    public async Task<SshKeyPair?> SettleAsync(SshKeyPair? offered, CancellationToken cancellationToken)
    {
        if (context.State.IsUnreadable)
        {
            // Another key in its place would lock nodes out of what they know.
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"The site's SSH key '{context.Key}' is stored, but cannot be read. Put the database back from a copy, or delete the grain 'sshkey {context.Key}' there.");
        }

        if (context.State.State.Pair is null && offered is not null)
        {
            await context.State.SaveAsync(context.State.State with { Pair = offered }, cancellationToken);
        }

        return context.State.State.Pair;
    }
}
