using Warewulf.Core.Images;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>Brings the users and groups of an image in line with those of the head.</summary>
internal interface IUserSync
{
    /// <summary>Does it, to an image whose lock the caller holds.</summary>
    /// <returns>What the admin should know.</returns>
    Task<IReadOnlyList<string>> SyncAsync(ImageName image, CancellationToken cancellationToken);
}
