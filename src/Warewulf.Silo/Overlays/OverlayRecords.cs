using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// What this head keeps of the overlays it built, for its next start: a SQLite file beside the others, of nothing but what can be built again. Whatever
/// is wrong with it only costs time.
/// </summary>
internal sealed partial class OverlayRecords : ISharedRecords
{
    // What hosts files were some changes ago is hardly wanted again; what was made of templates that are no more goes when there is too much of it.
    private const int MostOfOneTemplate = 4;
    private const int LargestShared = 16 * 1024 * 1024;
    private const int MostShared = 64 * 1024 * 1024;

    // SQLite's codes for a file that is damaged, and for one that is something else.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private const string Schema =
        """
        pragma journal_mode = wal;
        pragma synchronous = normal;
        create table if not exists record(node text not null, kind integer not null, content blob not null, primary key (node, kind)) without rowid;
        create table if not exists shared(seq integer primary key, id text not null unique, template text not null, size integer not null, content blob not null);
        create index if not exists shared_template on shared(template);
        create table if not exists good(node text not null, kind integer not null, archive text not null, primary key (node, kind)) without rowid;
        """;

    private readonly string _file;
    private readonly string _connection;
    private readonly ILogger<OverlayRecords> _logger;
    private readonly Lazy<bool> _isUsable;
    private int _isRenewed;

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
        Write((connection, transaction) =>
        {
            connection.Execute(
                "insert into record(node, kind, content) values (@node, @kind, @content) on conflict(node, kind) do update set content = excluded.content",
                records,
                transaction);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<SharedRecord> Find(ArtifactDigest template) => Try("read", connection =>
        connection.Query<byte[]>("select content from shared where template = @template order by seq", new { template = template.ToString() })
            .Select(SharedRecord.Read).OfType<SharedRecord>().ToList()) ?? [];

    /// <summary>Keeps what templates became for every node; what is kept already is not written again.</summary>
    public void Save(IReadOnlyCollection<SharedRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        Write((connection, transaction) =>
        {
            foreach (var record in records.Where(record => !IsThere(connection, transaction, record)))
            {
                Save(connection, transaction, record);
            }

            connection.Execute(
                """
                delete from shared where seq <= (select max(seq) from (select seq, sum(size) over (order by seq desc) as total from shared) where total > @MostShared)
                """,
                new { MostShared },
                transaction);
        });
    }

    /// <summary>The archives that nodes had before theirs could not be built any more; those that cannot be read are left out.</summary>
    public IReadOnlyList<(OverlayItem Item, ArtifactRef Archive)> FindGood() => Try("read", connection =>
        connection.Query<(string Node, int Kind, string Archive)>("select node, kind, archive from good").Select(Good).OfType<(OverlayItem, ArtifactRef)>().ToList()) ?? [];

    /// <summary>Keeps such archives.</summary>
    public void SaveGood(IReadOnlyList<(OverlayItem Item, ArtifactRef Archive)> archives) => Write((connection, transaction) =>
    {
        connection.Execute(
            "insert or replace into good(node, kind, archive) values (@node, @kind, @archive)",
            archives.Select(good => new
            {
                node = good.Item.Node.ToString(),
                kind = (int)good.Item.Kind,
                archive = JsonSerializer.Serialize(good.Archive, ApiJsonContext.Default.ArtifactRef),
            }),
            transaction);
    });

    /// <summary>Forgets such archives.</summary>
    public void ForgetGood(IReadOnlyList<OverlayItem> items) => Write((connection, transaction) =>
    {
        connection.Execute(
            "delete from good where node = @node and kind = @kind", items.Select(item => new { node = item.Node.ToString(), kind = (int)item.Kind }), transaction);
    });

    /// <summary>Forgets a node that is no more.</summary>
    public void Forget(NodeName node) => Try("written", connection => connection.Execute("delete from record where node = @node", new { node = node.ToString() }));

    private static (OverlayItem Item, ArtifactRef Archive)? Good((string Node, int Kind, string Archive) row)
    {
        try
        {
            return NodeName.TryParse(row.Node, null, out var node) && JsonSerializer.Deserialize(row.Archive, ApiJsonContext.Default.ArtifactRef) is { Segments: not null } archive
                ? (new OverlayItem(node, (OverlayKind)row.Kind), archive)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // One that is damaged is written again.
    private static bool IsThere(SqliteConnection connection, SqliteTransaction transaction, SharedRecord record) =>
        connection.QueryFirstOrDefault<byte[]>("select content from shared where id = @id", new { id = record.Id }, transaction) is { } content
        && SharedRecord.Read(content) is not null;

    private static void Save(SqliteConnection connection, SqliteTransaction transaction, SharedRecord record)
    {
        var content = record.Write();
        if (content.Length > LargestShared)
        {
            return;
        }

        var template = record.Template.ToString();
        connection.Execute(
            "insert or replace into shared(id, template, size, content) values (@id, @template, @size, @content)",
            new { id = record.Id, template, size = content.Length, content },
            transaction);
        connection.Execute(
            "delete from shared where template = @template and seq not in (select seq from shared where template = @template order by seq desc limit @MostOfOneTemplate)",
            new { template, MostOfOneTemplate },
            transaction);
    }

    private void Write(Action<SqliteConnection, SqliteTransaction> write) => Try("written", connection =>
    {
        using var transaction = connection.BeginTransaction();
        write(connection, transaction);
        transaction.Commit();
        return true;
    });

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
            if (e.SqliteErrorCode is Corrupt or NotADatabase && Interlocked.Exchange(ref _isRenewed, 1) == 0)
            {
                Renew();
            }

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
