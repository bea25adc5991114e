using System.Net.Sockets;
using Npgsql;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Storage;

/// <summary>Says in words what PostgreSQL, or the way to it, refused.</summary>
internal static class PostgresErrors
{
    /// <summary>Two transactions waited for each other and this one was chosen to give way; nothing of it happened.</summary>
    public static bool IsDeadlock(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected };

    /// <summary>The error for the person concerned; nothing when it is a defect of ours.</summary>
    public static WarewulfException? Translate(string server, Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => Unavailable($"The disk of the database server {server} is full; nothing was changed. Make room and try again.", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            Unavailable($"The database server {server} does not let this head in. Check user and password in its settings.", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e =>
            Unavailable($"The database server {server} has no such database: {e.MessageText}. Create it with 'createdb'.", error),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            Unavailable($"The database server {server} only answers reads: it is a standby. Name the primary in this head's settings.", error),
        PostgresException { SqlState: [.. var kind, _, _, _] } e when kind is "08" or "53" or "57" or "58" =>
            Unavailable($"The database server {server} cannot do its work now: {e.MessageText}. Try again in a moment.", error),
        PostgresException => null,
        NpgsqlException or SocketException or TimeoutException or IOException =>
            Unavailable($"The database server {server} does not answer. Check that it runs and can be reached from this head.", error),
        _ => null,
    };

    private static WarewulfException Unavailable(string message, Exception cause) => new(ApiErrorCode.Unavailable, message, cause);
}
