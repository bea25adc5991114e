using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Debian's docker-registry on a loopback port of its own.</summary>
internal sealed class Registry : IDisposable
{
    private const string Program = "/usr/bin/docker-registry";

    private readonly Process _process;
    private bool _isEnded;

    private Registry(Process process, string address) => (_process, Address) = (process, address);

    public static bool IsInstalled => File.Exists(Program) && File.Exists("/usr/bin/skopeo");

    public string Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="directory">Where it keeps everything.</param>
    /// <param name="htpasswd">A line of users and bcrypt hashes, for a registry that asks who is there.</param>
    public static async Task<Registry> StartAsync(string directory, string? htpasswd = null)
    {
        Directory.CreateDirectory(directory);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var config = $"version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {directory}/data\nhttp:\n  addr: 127.0.0.1:{port}\n";
        if (htpasswd is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "htpasswd"), htpasswd + "\n");
            config += $"auth:\n  htpasswd:\n    realm: test\n    path: {directory}/htpasswd\n";
        }

        await File.WriteAllTextAsync(Path.Combine(directory, "config.yml"), config);
        var process = Process.Start(new ProcessStartInfo(Program, ["serve", Path.Combine(directory, "config.yml")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync($"http://127.0.0.1:{port}/v2/");
                return new Registry(process, $"127.0.0.1:{port}");
            }
            catch (HttpRequestException) when (tries < 300 && !process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public void Dispose()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
