using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Storage;

/// <summary>The rule about databases of other versions: older ones are brought up to date, newer ones are left alone.</summary>
internal static class SchemaVersions
{
    /// <summary>Refuses a database that a newer program has changed.</summary>
    /// <exception cref="WarewulfException">It is newer.</exception>
    public static void ThrowIfNewer(string database, int found, int known)
    {
        if (found > known)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable,
                $"The database {database} belongs to a newer warewulfd (schema {found}, this one knows {known}). Start the newer version, or restore a backup.");
        }
    }
}
