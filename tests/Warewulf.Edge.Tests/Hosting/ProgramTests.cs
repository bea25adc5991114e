using System.Diagnostics;

namespace Warewulf.Edge.Tests.Hosting;

[Trait("Suite", "Socket")]
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Wwedge_WithABadHead_ExitsWithOneLine()
    {
        var (code, output, error) = await RunAsync("--head", "nonsense");

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Equal("ERROR: 'nonsense' is not the address of a head", Assert.Single(error).Split(':', 3) is [var a, var b, ..] ? $"{a}:{b}" : "");
    }

    [Fact]
    public async Task Wwedge_WithABadTokenFile_ExitsWithOneLine()
    {
        var (code, _, error) = await RunAsync("--head", "http://127.0.0.1:1", "--token-file", "/nosuch/token");

        Assert.Equal(1, code);
        Assert.Contains("/nosuch/token", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wwedge_WithARootThatIsAFile_ExitsWithOneLine()
    {
        var file = _directory.Below("file");
        await File.WriteAllTextAsync(file, "");

        var (code, output, _) = await RunAsync("--root", file);

        Assert.Equal(1, code);
        Assert.Contains("wwedge cannot start", Assert.Single(output), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string[] Output, string[] Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "wwedge.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("WWEDGE_HEADS");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, Lines(await output), Lines(await error));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
