using System.Diagnostics;
using Npgsql;

namespace Warewulf.Silo.Tests.Storage;

/// <summary>A PostgreSQL server of the test's own, on a socket in a directory of its own, started when first asked for.</summary>
#pragma warning disable CA1001 // The test runner calls IAsyncLifetime.DisposeAsync.
public sealed class PostgresServer : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly string? Binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(directory => Path.Combine(directory, "bin"))
            .Where(directory => File.Exists(Path.Combine(directory, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private string? _directory;
    private int _databases;

    /// <summary>Whether the server's programs are on this machine.</summary>
    public static bool IsInstalled => Binaries is not null;

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_directory is null)
            {
                _directory = Directory.CreateTempSubdirectory("ww-pg-").FullName;
                await RunAsync("chown", "postgres", _directory);
                await RunToolAsync("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
                await StartAsync();
            }
        }
        finally
        {
            _starting.Release();
        }

        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Ends the server as a crash does.</summary>
    public Task CrashAsync() => RunToolAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>Kills the server with everything that belongs to it, at once.</summary>
    public async Task KillAsync()
    {
        var main = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First());
        var processes = Process.GetProcesses().Where(process => process.Id == main || Parent(process.Id) == main).ToList();
        processes.ForEach(process => process.Kill());
        foreach (var process in processes)
        {
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Starts the server again.</summary>
    public Task StartAsync() => RunToolAsync(
        "pg_ctl", "-D", Data, "-w", "-s", "-l", Path.Combine(_directory!, "log"), "-o", $"-k {_directory} -c listen_addresses=", "start");

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        _starting.Dispose();
        if (_directory is not null)
        {
            NpgsqlConnection.ClearAllPools();
            if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            {
                await CrashAsync();
            }

            Directory.Delete(_directory, recursive: true);
        }
    }

    private static int Parent(int process)
    {
        try
        {
            // The name, in brackets, may hold anything.
            var status = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private string Data => Path.Combine(_directory!, "data");

    private string ConnectionString(string database) => $"Host={_directory};Username=postgres;Database={database};Maximum Pool Size=8";

    // The server refuses to run as root.
    private static Task RunToolAsync(string tool, params string[] arguments)
    {
        var program = Path.Combine(Binaries!, tool);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments])
            : RunAsync(program, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server inherits the streams, so reading them to their end would wait for it.
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/tmp", RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
