using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Storage;

[Trait("Suite", "Socket")]
public sealed class SqliteDatabaseTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("ww-sqlite-").FullName;

    private string DatabasePath => Path.Combine(_directory, "lib", "warewulf.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Open_NewFile_MakesDirectoryAndKeepsStrangersOut()
    {
        await using var storage = await OpenAsync(DatabasePath);
        await SaveAsync(storage, "n1", "1", 0);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(DatabasePath)!));
        var files = Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, "warewulf.db*");
        Assert.Contains(DatabasePath + ".lock", files);
        Assert.All(files, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Open_LockLeftOpenToOthers_ClosesIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabasePath)!);
        await File.WriteAllTextAsync(DatabasePath + ".lock", "");
        File.SetUnixFileMode(DatabasePath + ".lock", OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var storage = await OpenAsync(DatabasePath);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(DatabasePath + ".lock"));
    }

    [Fact]
    public async Task Open_SecondTime_IsRefusedUntilTheFirstIsClosed()
    {
        var first = await OpenAsync(DatabasePath);

        var error = await Assert.ThrowsAsync<WarewulfException>(() => OpenAsync(DatabasePath));

        Assert.Equal(ApiErrorCode.Busy, error.Code);
        Assert.Contains(DatabasePath, error.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await using var second = await OpenAsync(DatabasePath);
        Assert.Equal(1, (await SaveAsync(second, "n1", "1", 0)).CompareTo(0));
    }

    [Fact]
    public async Task Open_WhileAnotherProcessHasIt_IsRefused()
    {
        await using var storage = await OpenAsync(DatabasePath);
        using var child = CrashWriter.Start("", DatabasePath);

        await child.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(1, child.ExitCode);
        Assert.Contains("Another warewulfd", await child.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("This is a text and no database, however long it may become in the end. It fills more than a header of a hundred bytes.")]
    [InlineData("SQLite format 3\0garbage garbage garbage garbage garbage garbage garbage garbage garbage garbage garbage garbage garbage")]
    public async Task Open_DamagedFile_SaysSo(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabasePath)!);
        await File.WriteAllTextAsync(DatabasePath, content);

        var error = await Assert.ThrowsAsync<WarewulfException>(() => OpenAsync(DatabasePath));

        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(DatabasePath));
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefused()
    {
        await (await OpenAsync(DatabasePath)).DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = new SqliteCommand("pragma user_version = 99", connection);
            await command.ExecuteNonQueryAsync();
        }

        var error = await Assert.ThrowsAsync<WarewulfException>(() => OpenAsync(DatabasePath));

        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [TmpfsFact]
    public async Task Save_DiskFull_IsRefusedChangesNothingAndRecovers()
    {
        using var disk = new TmpfsDisk(_directory, "4m");
        var path = Path.Combine(disk.Path, "warewulf.db");
        await using var storage = await OpenAsync(path);
        var filler = Path.Combine(disk.Path, "filler");
        await File.WriteAllBytesAsync(filler, new byte[2 << 20]);
        var content = new string('x', 50_000);
        var versions = new List<long>();

        var error = await Assert.ThrowsAsync<WarewulfException>(async () =>
        {
            while (versions.Count < 1000)
            {
                versions.Add(await SaveAsync(storage, $"n{versions.Count}", content, 0));
            }
        });

        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(versions);
        for (var i = 0; i < versions.Count; i++)
        {
            Assert.Equal(versions[i], (await storage.Grains.LoadAsync("node", $"n{i}", CancellationToken.None))!.Version);
        }

        Assert.Null(await storage.Grains.LoadAsync("node", $"n{versions.Count}", CancellationToken.None));
        File.Delete(filler);
        Assert.True(await SaveAsync(storage, "after", content, 0) > versions[^1]);
    }

    private static Task<SiloStorage> OpenAsync(string path) => SiloStorage.OpenAsync(null, path, NullLoggerFactory.Instance, CancellationToken.None);

    private static Task<long> SaveAsync(SiloStorage storage, string key, string json, long expected) =>
        storage.Grains.SaveAsync("node", key, Encoding.UTF8.GetBytes(json), expected, CancellationToken.None);
}
