using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// What this head keeps of the overlays it built, for its next start: a SQLite file beside the others, of nothing but what can be built again. Whatever
/// is wrong with it only costs time.
/// </summary>
internal sealed partial class OverlayRecords
{
    private const string Schema =
        """
        pragma journal_mode = wal;
        pragma synchronous = normal;
        create table if not exists record(node text not null, kind integer not null, content blob not null, primary key (node, kind)) without rowid;
        """;

    private readonly string _file;
    private readonly string _connection;
    private readonly ILogger<OverlayRecords> _logger;
    private readonly Lazy<bool> _isUsable;

    public OverlayRecords(SitePaths paths, ILogger<OverlayRecords> logger)
    {
        _file = Path.Combine(paths.State, "overlays.db");
        _connection = new SqliteConnectionStringBuilder { DataSource = _file, DefaultTimeout = 10 }.ConnectionString;
        _logger = logger;
        _isUsable = new Lazy<bool>(() => Prepare() || Renew());
    }

    /// <summary>What was kept of a node's overlays; nothing when there is nothing.</summary>
    public OverlayRecord? Find(NodeName node, OverlayKind kind) => Try("read", connection =>
        connection.QueryFirstOrDefault<byte[]>("select content from record where node = @node and kind = @kind", new { node = node.ToString(), kind = (int)kind }) is { } content
            ? OverlayRecord.Read(content)
            : null);

    /// <summary>Keeps builds.</summary>
    public void Save(IReadOnlyList<(NodeName Node, OverlayKind Kind, OverlayBuild Build)> builds)
    {
        if (builds.Count == 0)
        {
            return;
        }

        // SQLite takes one after the other; what they say is put together by all processors before.
        var records = builds.AsParallel().Select(build => new { node = build.Node.ToString(), kind = (int)build.Kind, content = OverlayRecord.Write(build.Build) }).ToList();
        Try("written", connection =>
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(
                "insert into record(node, kind, content) values (@node, @kind, @content) on conflict(node, kind) do update set content = excluded.content",
                records,
                transaction);
            transaction.Commit();
            return true;
        });
    }

    /// <summary>Forgets a node that is no more.</summary>
    public void Forget(NodeName node) => Try("written", connection => connection.Execute("delete from record where node = @node", new { node = node.ToString() }));

    private T? Try<T>(string what, Func<SqliteConnection, T> use)
    {
        if (!_isUsable.Value)
        {
            return default;
        }

        try
        {
            using var connection = new SqliteConnection(_connection);
            connection.Open();
            return use(connection);
        }
        catch (SqliteException e)
        {
            LogFailed(_file, what, e.Message);
            return default;
        }
    }

    private bool Prepare()
    {
        try
        {
            using var connection = new SqliteConnection(_connection);
            connection.Open();
            connection.Execute(Schema);
            return true;
        }
        catch (SqliteException e)
        {
            LogFailed(_file, "opened", e.Message);
            return false;
        }
    }

    // There is nothing in it that is worth keeping a damaged file for.
    private bool Renew()
    {
        try
        {
            SqliteConnection.ClearAllPools();
            foreach (var file in new[] { _file, _file + "-wal", _file + "-shm" })
            {
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailed(_file, "deleted", e.Message);
            return false;
        }

        return Prepare();
    }

    [LoggerMessage(2732, LogLevel.Warning, "'{File}' cannot be {What}: {Reason}. Overlays are built all the same, and again after a restart")]
    private partial void LogFailed(string file, string what, string reason);
}
