using Warewulf.Core.Images;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>Says that users and groups stay as they are.</summary>
internal sealed class NoUserSync : IUserSync
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> SyncAsync(ImageName image, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [$"Image '{image}': its users or groups changed, and --syncuser cannot bring them in line with the head's yet. Compare the numbers by hand."]);
}
