using System.Text;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Tests.Artifacts;

[Trait("Suite", "Fast")]
public sealed class DurableFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory = Directory.CreateTempSubdirectory("warewulf-durable-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Write_OverAFile_ReplacesItWhole()
    {
        var path = Path.Combine(_directory, "state");
        await DurableFile.WriteAsync(path, OwnerOnly, Encoding.UTF8.GetBytes("a longer first content"), CancellationToken.None);
        await DurableFile.WriteAsync(path, OwnerOnly, Encoding.UTF8.GetBytes("second"), CancellationToken.None);
        Assert.Equal("second", await File.ReadAllTextAsync(path));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Write_ThatFails_LeavesTheOldFileAndNothingElse()
    {
        var path = Path.Combine(_directory, "state");
        await DurableFile.WriteAsync(path, OwnerOnly, "old"u8.ToArray(), CancellationToken.None);
        await Assert.ThrowsAsync<InvalidDataException>(() => DurableFile.WriteAsync(
            path,
            OwnerOnly,
            async stream =>
            {
                await stream.WriteAsync("half"u8.ToArray());
                throw new InvalidDataException("the source ended");
            },
            CancellationToken.None));
        Assert.Equal("old", await File.ReadAllTextAsync(path));
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Write_IntoNoDirectory_IsAnError() => await Assert.ThrowsAsync<DirectoryNotFoundException>(
        () => DurableFile.WriteAsync(Path.Combine(_directory, "absent/state"), OwnerOnly, "x"u8.ToArray(), CancellationToken.None));
}
