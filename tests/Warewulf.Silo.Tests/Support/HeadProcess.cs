using System.Diagnostics;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Tests.Support;

/// <summary>A head in a process of its own, which can be killed.</summary>
internal sealed class HeadProcess : IDisposable
{
    private readonly Process _process;

    private HeadProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    public double ResidentMiB => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024)
        .Single();

    /// <summary>Starts it; done when it answers.</summary>
    public static async Task<HeadProcess> StartAsync(HeadDirectory files)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "warewulfd.dll"), "--root", files.Root, "--edge", "off"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["WAREWULF_SHARE"] = files.Share;
        var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var client = HeadSocket.Client(Path.Combine(files.Root, "run/warewulf/warewulfd.sock"));
        while (true)
        {
            try
            {
                await client.GetStringAsync(Routes.Version);
                return new HeadProcess(process, client);
            }
            catch (HttpRequestException)
            {
                Assert.False(process.HasExited, process.HasExited ? await output : "");
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
