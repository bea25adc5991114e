using Microsoft.Data.Sqlite;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Storage;

/// <summary>Says in words what SQLite or the disk below it refused.</summary>
internal static class SqliteErrors
{
    // The result codes of SQLite, https://www.sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>The error for the person concerned; nothing when it is a defect of ours.</summary>
    public static WarewulfException? Translate(string path, Exception error) => error switch
    {
        SqliteException e => Message(path, e.SqliteErrorCode) is { } message ? Unavailable(message, e) : null,
        IOException or UnauthorizedAccessException =>
            Unavailable($"The database '{path}' cannot be used: {error.Message} Check the directory and its permissions.", error),
        _ => null,
    };

    private static string? Message(string path, int code) => code switch
    {
        Full => $"The disk that holds the database '{path}' is full; nothing was changed. Make room and try again.",
        Corrupt or NotADatabase => $"The file '{path}' is damaged or no database. Restore it from a backup.",
        ReadOnly => $"The database '{path}' cannot be written. Check its permissions and those of its directory.",
        CannotOpen => $"The database '{path}' cannot be opened. Check its directory and the permissions.",
        IoError => $"The disk that holds the database '{path}' fails. Look into the kernel's log.",
        Busy or Locked => $"Another program keeps the database '{path}' locked. Close it and try again.",
        _ => null,
    };

    private static WarewulfException Unavailable(string message, Exception cause) => new(ApiErrorCode.Unavailable, message, cause);
}
