using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Api;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Api;

[Trait("Suite", "Fast")]
public sealed class ApiTokenTests : IDisposable
{
    private readonly HeadDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Load_Twice_IsTheSameAndNotShown()
    {
        var file = Path.Combine(_files.Root, "keys/api.token");
        var made = await ApiToken.LoadAsync(file, CancellationToken.None);
        Assert.Equal(made, await ApiToken.LoadAsync(file, CancellationToken.None));
        Assert.DoesNotContain(made.Value, $"{made}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("secret")]
    public async Task Load_NoSecretInTheFile_IsRefused(string content)
    {
        var file = _files.Write("keys/api.token", content);
        var error = await Assert.ThrowsAsync<WarewulfException>(() => ApiToken.LoadAsync(file, CancellationToken.None));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_DirectoryInTheWay_SaysWhich()
    {
        _files.Write("keys", "a file where the directory belongs");
        var error = await Assert.ThrowsAsync<WarewulfException>(
            () => ApiToken.LoadAsync(Path.Combine(_files.Base, "keys/api.token"), CancellationToken.None));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
    }
}
