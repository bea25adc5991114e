using System.Diagnostics;
using System.Text.RegularExpressions;
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
internal static partial class UserKey
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the key of the first type, and lets it in.</summary>
    /// <exception cref="WarewulfException">It cannot be made.</exception>
    public static async Task<int> MakeAsync(Invocation invocation, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        if (types.Count == 0)
        {
            invocation.Out.Write("No SSH key is made: no type of keys is given.\n");
            return ExitCode.Ok;
        }

        if (!KeyType().IsMatch(types[0]))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(types[0])}' is no type of an SSH key: give one of ed25519, ecdsa and rsa.");
        }

        var home = invocation.Environment.Variable("HOME") is { Length: > 0 } variable
            ? variable
            : throw WarewulfException.Invalid("HOME is not set: log in, or set it to your home directory.");
        var directory = Path.Combine(home, ".ssh");
        var authorized = Path.Combine(directory, "authorized_keys");
        if (File.Exists(authorized))
        {
            invocation.Out.Write($"Nothing to do: there is '{authorized}'.\n");
            return ExitCode.Ok;
        }

        var key = Path.Combine(directory, $"id_{types[0]}");
        try
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            if (!File.Exists(key))
            {
                await RunAsync(types[0], key, cancellationToken);
                invocation.Out.Write($"Wrote '{key}'.\n");
            }

            await DurableFile.WriteAsync(authorized, OwnerOnly, await File.ReadAllBytesAsync(key + ".pub", cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"No SSH key can be kept below '{directory}': {e.Message}", e);
        }

        invocation.Out.Write($"Wrote '{authorized}'.\n");
        return ExitCode.Ok;
    }

    // The shell looks for programs along PATH alone, and not in the current directory.
    private static async Task RunAsync(string type, string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec ssh-keygen -q -t \"$1\" -N '' -C '' -f \"$2\" </dev/null", "sh", type, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"No SSH key of type {type} can be made: {Output.Line.Clean(string.Concat(texts).Trim())}");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]{1,16}\z")]
    private static partial Regex KeyType();
}
