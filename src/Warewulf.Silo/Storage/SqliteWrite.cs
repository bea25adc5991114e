using Microsoft.Data.Sqlite;

namespace Warewulf.Silo.Storage;

/// <summary>A write in a batch of one SQLite transaction.</summary>
internal abstract class SqliteWrite : QueuedWrite
{
    /// <summary>Does it; the outcome is kept back.</summary>
    public abstract void Run(SqliteConnection connection, SqliteTransaction transaction);

    /// <summary>Reports the outcome, after the transaction was committed.</summary>
    public abstract void Report();
}

/// <summary>A write that returns something.</summary>
internal sealed class SqliteWrite<TResult>(Func<SqliteConnection, SqliteTransaction, TResult> write) : SqliteWrite
{
    private TResult? _result;

    /// <summary>What the caller waits for.</summary>
    public WriteOutcome<TResult> Outcome { get; } = new();

    /// <inheritdoc/>
    public override bool IsAbandoned => Outcome.IsDecided;

    /// <inheritdoc/>
    public override void Run(SqliteConnection connection, SqliteTransaction transaction) => _result = write(connection, transaction);

    /// <inheritdoc/>
    public override void Report() => Outcome.Succeed(_result!);

    /// <inheritdoc/>
    public override void Fail(Exception error) => Outcome.Fail(error);
}
