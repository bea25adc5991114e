using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Oci;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Programs;

namespace Warewulf.Silo.Images;

/// <summary>Fetches images from registries and from the Docker daemon with the program skopeo, which knows their many ways to talk.</summary>
internal sealed class Skopeo(SiloOptions options, TimeProvider time)
{
    private const string Program = "skopeo";
    private const int LongestError = 64 * 1024;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    /// <summary>Copies an image into an OCI layout.</summary>
    /// <param name="request">What is imported.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="platform">The platform that was asked for, if any.</param>
    /// <param name="work">Where the layout <c>image</c> is made.</param>
    /// <param name="blobs">Where its blobs go.</param>
    /// <param name="moved">Called now and then while it goes on.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="WarewulfException">It cannot be had; the message says why.</exception>
    public Task CopyAsync(
        ImageImportRequest request, ImageAddress address, OciPlatform? platform, string work, string blobs, Action moved, CancellationToken cancellationToken) =>
        RunAsync(request, address, platform, work, CopyArguments(request, address, work, blobs), moved, cancellationToken);

    /// <summary>Asks whether an image is there, without fetching it.</summary>
    /// <param name="request">What is to be imported.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="platform">The platform that was asked for, if any.</param>
    /// <param name="work">A directory to work in.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="WarewulfException">It cannot be had; the message says why.</exception>
    public Task InspectAsync(ImageImportRequest request, ImageAddress address, OciPlatform? platform, string work, CancellationToken cancellationToken) =>
        RunAsync(request, address, platform, work, InspectArguments(request, address, work), () => { }, cancellationToken);

    private async Task RunAsync(
        ImageImportRequest request,
        ImageAddress address,
        OciPlatform? platform,
        string work,
        IEnumerable<string> command,
        Action moved,
        CancellationToken cancellationToken)
    {
        var path = InstalledProgram.Find(Program, Environment.GetEnvironmentVariable("PATH")) ?? throw Missing(request, null);
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = work,
        };
        foreach (var argument in GlobalArguments(platform, work).Concat(command))
        {
            start.ArgumentList.Add(argument);
        }

        if (request is { Username: { } user, Password: { } password })
        {
            await WriteCredentialsAsync(Credentials(work), address.Registry, user, password, cancellationToken);
        }

        using var process = Start(start, request);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            var error = ReadAsync(process.StandardError, cancellationToken);
            await WaitAsync(process, moved, cancellationToken);
            await output;
            if (process.ExitCode != 0)
            {
                throw SkopeoErrors.Translate(await error, request, address, platform);
            }
        }
        finally
        {
            // Whoever gave up waits until the program writes no more.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }

            File.Delete(Credentials(work));
        }
    }

    private static string Credentials(string work) => Path.Combine(work, "auth.json");

    private static IEnumerable<string> GlobalArguments(OciPlatform? platform, string work) =>
    [
        "--insecure-policy",
        "--tmpdir",
        work,
        .. platform is null ? [] : (string[])["--override-os", platform.Os, "--override-arch", platform.Architecture],
        .. platform?.Variant is { } variant ? (string[])["--override-variant", variant] : [],
    ];

    private IEnumerable<string> CopyArguments(ImageImportRequest request, ImageAddress address, string work, string blobs) =>
    [
        "copy",
        "--quiet",
        "--remove-signatures",
        "--dest-oci-accept-uncompressed-layers",
        "--dest-shared-blob-dir",
        blobs,
        .. SourceArguments(request, address, work, "--src-"),
        address.ToString(),
        $"oci:{Path.Combine(work, "image")}:image",
    ];

    private IEnumerable<string> InspectArguments(ImageImportRequest request, ImageAddress address, string work) =>
        ["inspect", "--config", "--raw", .. SourceArguments(request, address, work, "--"), address.ToString()];

    private IEnumerable<string> SourceArguments(ImageImportRequest request, ImageAddress address, string work, string prefix) =>
    [
        .. request.Username is null ? [] : (string[])[prefix + "authfile", Credentials(work)],
        .. request.NoHttps && address.Transport == ImageTransport.Registry ? (string[])[prefix + "tls-verify=false"] : [],
        .. address.Transport == ImageTransport.Daemon && options.DockerHost is { } daemon ? (string[])[prefix + "daemon-host", daemon] : [],
    ];

    // A file for root only, and not the command line, which everybody on the machine can read.
    private static async Task WriteCredentialsAsync(string file, string registry, string user, string password, CancellationToken cancellationToken)
    {
        var secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        var document = new JsonObject { ["auths"] = new JsonObject { [registry] = new JsonObject { ["auth"] = secret } } };
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(document.ToJsonString()), cancellationToken);
    }

    private static Process Start(ProcessStartInfo start, ImageImportRequest request)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Missing(request, e);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, count);
            if (text.Length > LongestError)
            {
                text.Remove(0, text.Length - LongestError);
            }
        }

        return text.ToString();
    }

    private static WarewulfException Missing(ImageImportRequest request, Exception? cause) => new(
        ApiErrorCode.Unavailable,
        $"Image '{request.Name}' cannot be imported: registries and the Docker daemon are asked with the program skopeo, which is not installed on this head. Install the package skopeo.",
        cause);

    private async Task WaitAsync(Process process, Action moved, CancellationToken cancellationToken)
    {
        var ended = process.WaitForExitAsync(cancellationToken);
        while (await Task.WhenAny(ended, Task.Delay(Step, time, cancellationToken)) != ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            moved();
        }

        await ended;
    }
}
