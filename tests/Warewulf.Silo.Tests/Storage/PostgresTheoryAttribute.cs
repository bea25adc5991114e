namespace Warewulf.Silo.Tests.Storage;

/// <summary>A test with data that needs the PostgreSQL server's programs.</summary>
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.IsInstalled ? null : "The PostgreSQL server is not installed.";
}
