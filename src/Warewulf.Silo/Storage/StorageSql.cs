namespace Warewulf.Silo.Storage;

/// <summary>The statements of the two databases, side by side. Both store JSON as bytes, which keeps the order of members.</summary>
internal static class StorageSql
{
    public const string LoadGrain = "select key, version, content from grains where type = @type and key = @key";

    public const string LoadGrains = "select key, version, content from grains where type = @type";

    public const string LoadRevisions = "select revision, content from catalog_revisions where revision > @after order by revision limit @limit";

    public const string ListRevisions = "select revision, content from catalog_revisions where revision < @before order by revision desc limit @limit";

    public const string LastRevision = "select coalesce(max(revision), 0) from catalog_revisions";

    private const string AppendRevision =
        """
        insert into catalog_revisions (revision, content)
        select @revision, @content where @revision = 1 + (select coalesce(max(revision), 0) from catalog_revisions)
        on conflict do nothing
        """;

    /// <summary>Only looks at lengths, which both databases know without reading the content.</summary>
    public const string ReadDebt =
        """
        select kept.revision, kept.size, count(c.revision) as changes, cast(coalesce(sum(length(c.content)), 0) as bigint) as changessize
        from (
            select coalesce(max(revision), 0) as revision, cast(coalesce(max(length(content)), 0) as bigint) as size
            from catalog_checkpoints where revision = (select max(revision) from catalog_checkpoints)) kept
        left join catalog_revisions c on c.revision > kept.revision
        group by kept.revision, kept.size
        """;

    public const string SaveCheckpoint = "insert into catalog_checkpoints (revision, content) values (@revision, @content) on conflict do nothing";

    public const string ListCheckpoints = "select revision from catalog_checkpoints";

    public const string LoadCheckpoint =
        "select revision, content from catalog_checkpoints where revision > @after and revision <= @upTo order by revision desc limit 1";

    public static class Sqlite
    {
        public const string AppendRevision = StorageSql.AppendRevision;

        public const string DropCheckpoints = "delete from catalog_checkpoints where revision in @revisions";

        public const string Insert =
            "insert into grains (type, key, version, content) values (@type, @key, @version, @content) on conflict do nothing";

        public const string Update =
            "update grains set version = @version, content = @content where type = @type and key = @key and version = @expected";

        public const string Delete = "delete from grains where type = @type and key = @key and version = @expected";

        public const string LastVersion = "select value from grain_version";

        public const string SetLastVersion = "update grain_version set value = @value";

        /// <summary>What leads from each schema version to the next.</summary>
        public static readonly string[] Migrations =
        [
            """
            create table grains (type text not null, key text not null, version integer not null, content blob not null,
                primary key (type, key)) without rowid;
            create table grain_version (value integer not null);
            insert into grain_version values (0);
            create table catalog_revisions (revision integer primary key, content blob not null);
            create table catalog_checkpoints (revision integer primary key, content blob not null);
            """,

            // From here on content may be compressed, which earlier programs cannot read.
            "delete from catalog_checkpoints",
        ];
    }

    public static class Postgres
    {
        /// <summary>
        /// Saves, and deletes where the content is null, many states at once: each on its own terms. Rows are locked in order so that
        /// two heads do not wait for each other in a circle.
        /// </summary>
        public const string Write =
            """
            with input as (
                select * from unnest(@types, @keys, @contents, @expected) with ordinality as i (type, key, content, expected, place)),
            locked as materialized (
                select type, key from grains g join input i using (type, key) where g.version = i.expected
                order by type, key for update of g),
            updated as (
                update grains g set version = nextval('grain_version'), content = i.content
                from input i join locked using (type, key)
                where g.type = i.type and g.key = i.key and i.content is not null returning g.type, g.key, g.version),
            deleted as (
                delete from grains g using input i join locked using (type, key)
                where g.type = i.type and g.key = i.key and i.content is null returning g.type, g.key, g.version),
            inserted as (
                insert into grains (type, key, version, content)
                select type, key, nextval('grain_version'), content from input where expected = 0 and content is not null order by type, key
                on conflict do nothing returning type, key, version)
            select coalesce(done.version, 0) from input left join
                (select * from updated union all select * from deleted union all select * from inserted) done using (type, key)
            order by input.place
            """;

        /// <summary>Appends and, when that is committed, tells whoever listens. Returns a row when it was appended.</summary>
        public const string AppendRevision =
            $"""
            with appended as ({StorageSql.AppendRevision} returning revision)
            select revision from appended, pg_notify('{Channel}', revision::text)
            """;

        public const string DropCheckpoints = "delete from catalog_checkpoints where revision = any(@revisions)";

        public const string Listen = $"listen {Channel}";

        public const string AnnounceHead =
            """
            delete from heads where id <> @id and (addresses && @addresses or seen < now() - interval '30 days');
            insert into heads (id, name, addresses, started, seen) values (@id, @name, @addresses, now(), now())
            on conflict (id) do update set name = excluded.name, addresses = excluded.addresses, seen = now()
            """;

        public const string ForgetHead = "delete from heads where id = @id";

        public const string ListHeads =
            "select id, name, array_to_string(addresses, ' ') as addresses, cast(extract(epoch from now() - seen) as double precision) as age from heads order by name, id";

        private const string Channel = "warewulf_catalog";

        /// <summary>Lets one head at a time change the schema, until its transaction ends.</summary>
        public const string Lock = "select pg_advisory_xact_lock(7759837542101)";

        public const string VersionTable = "create table if not exists warewulf_schema (version integer not null)";

        public const string SchemaVersion = "select coalesce(max(version), 0) from warewulf_schema";

        public const string SetSchemaVersion = "delete from warewulf_schema; insert into warewulf_schema values (@version)";

        /// <summary>What leads from each schema version to the next.</summary>
        public static readonly string[] Migrations =
        [
            """
            create sequence grain_version;
            create table grains (type text not null, key text not null, version bigint not null, content bytea not null,
                primary key (type, key)) with (fillfactor = 70);
            create table catalog_revisions (revision bigint primary key, content bytea not null);
            create table catalog_checkpoints (revision bigint primary key, content bytea not null);
            """,

            // From here on content may be compressed, which earlier programs cannot read and the server need not try again.
            """
            delete from catalog_checkpoints;
            alter table catalog_revisions alter column content set storage external;
            alter table catalog_checkpoints alter column content set storage external;
            """,
            """
            create table heads (id uuid primary key, name text not null, addresses text[] not null,
                started timestamptz not null, seen timestamptz not null)
            """,
        ];
    }
}
