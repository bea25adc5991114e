namespace Warewulf.Silo.Tests.Storage;

/// <summary>A test that needs the PostgreSQL server's programs.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.IsInstalled ? null : "The PostgreSQL server is not installed.";
}
