using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Warewulf.Silo.Tests.Support;

/// <summary>A registry of container images on a free port of this machine, over plain HTTP.</summary>
internal sealed partial class Registry : IDisposable
{
    public const string User = "ada";
    public const string Password = "s3cret-pass";

    // What 'htpasswd -nbB' makes of the two.
    private const string Account = "ada:$2y$04$cfIltFEKz/HECAfppcy15edPhBNU.P3i2JU/d5nIW3FUCCMm48Qha\n";

    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="directory">Its files.</param>
    /// <param name="isClosed">Whether it asks for the password.</param>
    public Registry(string directory, bool isClosed = false)
    {
        Data = Directory.CreateDirectory(Path.Combine(directory, "registry")).FullName;
        var accounts = Path.Combine(Data, "accounts");
        File.WriteAllText(accounts, Account);
        var settings = Path.Combine(Data, "settings.yml");
        File.WriteAllText(settings, $"version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: {Data}\nhttp:\n  addr: 127.0.0.1:0\n"
            + (isClosed ? $"auth:\n  htpasswd:\n    realm: test\n    path: {accounts}\n" : ""));
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", settings]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Host = $"127.0.0.1:{Port()}";
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Where it keeps things.</summary>
    public string Data { get; }

    /// <summary>Its address.</summary>
    public string Host { get; }

    /// <summary>Stores an image of a layout.</summary>
    public void Push(string layout, string name, bool all = false)
    {
        string[] which = all ? ["--all"] : [];
        string[] arguments =
        [
            "--insecure-policy", "copy", "-q", .. which, "--dest-tls-verify=false", "--dest-creds", $"{User}:{Password}", $"oci:{layout}", $"docker://{Host}/{name}",
        ];
        using var copy = Process.Start(new ProcessStartInfo("skopeo", arguments) { RedirectStandardError = true })!;
        var error = copy.StandardError.ReadToEnd();
        copy.WaitForExit();
        Assert.True(copy.ExitCode == 0, error);
    }

    /// <summary>The file that holds a blob.</summary>
    public string Blob(string digest) => Path.Combine(Data, "docker/registry/v2/blobs/sha256", digest[..2], digest, "data");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Port()
    {
        var said = "";
        while (_process.StandardError.ReadLine() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }

            said += line + "\n";
        }

        throw new InvalidOperationException($"The registry did not start: {said}");
    }

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
