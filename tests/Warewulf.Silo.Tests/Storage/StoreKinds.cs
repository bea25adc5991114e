namespace Warewulf.Silo.Tests.Storage;

/// <summary>The databases the same tests run on: SQLite always, PostgreSQL where it is installed.</summary>
public static class StoreKinds
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    public static TheoryData<string> All => PostgresServer.IsInstalled ? [Sqlite, Postgres] : [Sqlite];
}
