using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Support;

/// <summary>A registry of container images on a free port of this machine, over plain HTTP.</summary>
internal sealed partial class Registry : IDisposable
{
    public const string User = "ada";
    public const string Password = "s3cret-pass";

    private const string IndexType = "application/vnd.oci.image.index.v1+json";

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

    /// <summary>Stores what a layout holds byte for byte: skopeo would compress what is not compressed.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="name">The repository.</param>
    /// <param name="tag">The tag: of the layout's only image, or of its index of several.</param>
    public async Task UploadAsync(OciLayout layout, string name, string tag)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{Host}/v2/{name}/") };
        foreach (var file in Directory.EnumerateFiles(Path.Combine(layout.Path, "blobs/sha256")))
        {
            using var begun = await client.PostAsync("blobs/uploads/", null);
            var place = begun.Headers.Location!;
            var separator = place.OriginalString.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            using var blob = new ByteArrayContent(await File.ReadAllBytesAsync(file));
            blob.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var stored = await client.PutAsync(new Uri($"{place.OriginalString}{separator}digest=sha256:{Path.GetFileName(file)}", UriKind.RelativeOrAbsolute), blob);
            stored.EnsureSuccessStatusCode();
        }

        var index = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(layout.Path, "index.json")))!;
        var digests = index["manifests"]!.AsArray().Select(entry => entry!["digest"]!.ToString()).ToList();
        foreach (var digest in digests)
        {
            var manifest = await File.ReadAllTextAsync(layout.Blob(digest.Split(':')[1]));
            await PutManifestAsync(client, digests.Count == 1 ? tag : digest, "application/vnd.oci.image.manifest.v1+json", manifest);
        }

        if (digests.Count > 1)
        {
            index["mediaType"] = IndexType;
            await PutManifestAsync(client, tag, IndexType, index.ToJsonString());
        }
    }

    /// <summary>The file that holds a blob.</summary>
    public string Blob(string digest) => Path.Combine(Data, "docker/registry/v2/blobs/sha256", digest[..2], digest, "data");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task PutManifestAsync(HttpClient client, string reference, string type, string manifest)
    {
        using var content = new StringContent(manifest);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await client.PutAsync($"manifests/{reference}", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
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
