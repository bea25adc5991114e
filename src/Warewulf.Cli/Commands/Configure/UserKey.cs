using System.Diagnostics;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Configure;

/// <summary>
/// The key with which somebody gets from node to node, in a home that the nodes share. Who has authorized keys takes care of them already: nothing
/// that is there is changed.
/// </summary>
internal static class UserKey
{
    private const int NotFound = 127;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Makes the key of the first type, and lets it in.</summary>
    /// <exception cref="WarewulfException">It cannot be made.</exception>
    public static async Task<int> MakeAsync(Invocation invocation, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        if (types.Count == 0)
        {
            invocation.Out.Write("No SSH key is made: no type of keys is given.\n");
            return ExitCode.Ok;
        }

        if (!Names.IsKeyType(types[0]))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(types[0])}' is no type of an SSH key: give one of ed25519, ecdsa and rsa.");
        }

        var home = invocation.Environment.Variable("HOME") is { Length: > 0 } variable
            ? variable
            : throw WarewulfException.Invalid("HOME is not set: log in, or set it to your home directory.");
        var directory = Path.Combine(home, ".ssh");
        var authorized = Path.Combine(directory, "authorized_keys");
        if (DurableFile.IsThere(authorized))
        {
            invocation.Out.Write($"Nothing to do: there is '{authorized}'.\n");
            return ExitCode.Ok;
        }

        var key = Path.Combine(directory, $"id_{types[0]}");
        try
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            if (DurableFile.IsThere(key) != DurableFile.IsThere(key + ".pub"))
            {
                throw WarewulfException.Invalid(
                    $"Only one half of the key '{key}' is there. Make the other with 'ssh-keygen -y -f {key} > {key}.pub', or move '{key}.pub' away.");
            }

            if (!DurableFile.IsThere(key))
            {
                await MakeAsync(types[0], key, cancellationToken);
                invocation.Out.Write($"Wrote '{key}'.\n");
            }

            if (!await DurableFile.WriteNewAsync(authorized, OwnerOnly, await File.ReadAllBytesAsync(key + ".pub", cancellationToken), cancellationToken))
            {
                invocation.Out.Write($"'{authorized}' was made by somebody else meanwhile, and stays.\n");
                return ExitCode.Ok;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"No SSH key can be kept below '{directory}': {e.Message}", e);
        }

        invocation.Out.Write($"Wrote '{authorized}'.\n");
        return ExitCode.Ok;
    }

    // Made elsewhere and moved here whole, the private half last: who finds it finds both.
    private static async Task MakeAsync(string type, string file, CancellationToken cancellationToken)
    {
        var work = Directory.CreateTempSubdirectory("wwctl-ssh-");
        try
        {
            var made = Path.Combine(work.FullName, "key");
            await RunAsync(type, made, cancellationToken);
            await DurableFile.WriteNewAsync(file + ".pub", Everybody, await File.ReadAllBytesAsync(made + ".pub", cancellationToken), cancellationToken);
            await DurableFile.WriteNewAsync(file, OwnerOnly, await File.ReadAllBytesAsync(made, cancellationToken), cancellationToken);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    // Through the shell, which looks for programs along PATH.
    private static async Task RunAsync(string type, string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec ssh-keygen -q -t \"$1\" -N '' -C '' -f \"$2\" </dev/null", "sh", type, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var end = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode == NotFound)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, "SSH keys need the program ssh-keygen, which this machine has not. Install the package openssh-client (openssh on others than Debian).");
        }

        if (process.ExitCode != 0)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"No SSH key of type {type} can be made: {Output.Line.Clean(string.Concat(texts).Trim())}");
        }
    }
}
