using System.CommandLine;
using Warewulf.Edge.Hosting;

namespace Warewulf.Edge.Tests.Hosting;

[Trait("Suite", "Fast")]
public sealed class EdgeCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("head1", "not the address of a head")]
    [InlineData("ftp://head1", "not the address of a head")]
    [InlineData("http://user:secret@head1", "not the address of a head")]
    [InlineData("http://head1/path", "not the address of a head")]
    [InlineData("unix:relative", "not the address of a head")]
    public async Task Head_ThatIsNone_IsOneLineAndAFailure(string head, string words)
    {
        var (code, error, options) = await RunAsync("--head", head);

        Assert.Equal(1, code);
        Assert.Null(options);
        Assert.Contains(words, Assert.Single(error), StringComparison.Ordinal);
        Assert.StartsWith("ERROR: ", error[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("two\nlines")]
    [InlineData("a b")]
    [InlineData("t\u00f6ken")]
    public async Task TokenFile_MissingOrWithoutAToken_IsOneLineAndAFailure(string? content)
    {
        var file = _directory.Below("token");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content);
        }

        var (code, error, options) = await RunAsync("--head", "http://head1", "--token-file", file);

        Assert.Equal(1, code);
        Assert.Null(options);
        var line = Assert.Single(error);
        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.DoesNotContain("two", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_AreReadFromTheCommandLine()
    {
        await File.WriteAllTextAsync(_directory.Below("token"), "abc\n");

        var (code, _, options) = await RunAsync(
            "--root", _directory.Path, "--head", "http://head1", "--head", "http://head2:99", "--token-file", _directory.Below("token"),
            "--interface", "eth1", "--interface", "eth2", "--name", "e1");

        Assert.Equal(0, code);
        Assert.Equal("abc", options!.Token);
        Assert.Equal("e1", options.Name);
        Assert.Equal(["eth1", "eth2"], options.Interfaces);
        Assert.Equal(["http://head1:9875/", "http://head2:99/"], options.Heads.Select(head => head.BaseUri.ToString()));
        Assert.Equal(_directory.Below("var/lib/warewulf/edge"), options.CacheDirectory);
    }

    [Fact]
    public async Task Options_WithoutAHead_AreForTheHeadOfThisMachineAndNeedNoToken()
    {
        var (code, _, options) = await RunAsync("--root", _directory.Path);

        Assert.Equal(0, code);
        Assert.Null(options!.Token);
        Assert.Equal(_directory.Below("run/warewulf/warewulfd.sock"), Assert.Single(options.Heads).SocketPath);
    }

    private static async Task<(int Code, string[] Error, EdgeOptions? Options)> RunAsync(params string[] arguments)
    {
        EdgeOptions? seen = null;
        using var error = new StringWriter();
        var command = EdgeCommand.Create((options, _) =>
        {
            seen = options;
            return Task.FromResult(0);
        });
        var code = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Error = error });
        return (code, error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), seen);
    }
}
