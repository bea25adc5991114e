using System.Text.RegularExpressions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;
using Warewulf.Grains.Keys;
using Warewulf.Silo.Programs;

namespace Warewulf.Silo.Configure;

/// <summary>Makes SSH keys with the program that comes with OpenSSH.</summary>
/// <param name="searchPath">Where <c>ssh-keygen</c> is looked for, as in PATH.</param>
internal sealed partial class SshKeygen(string? searchPath)
{
    private const string Program = "ssh-keygen";

    /// <summary>Refuses what is no type of a key: it becomes part of file names and of a command line.</summary>
    /// <exception cref="WarewulfException">It is none.</exception>
    public static void Check(string type)
    {
        if (!KeyType().IsMatch(type))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(type)}' is no type of an SSH key: give some of ed25519, ecdsa and rsa.");
        }
    }

    /// <summary>Makes a key without a passphrase and without a comment.</summary>
    /// <exception cref="WarewulfException">It cannot be made; the message says why.</exception>
    public async Task<SshKeyPair> MakeAsync(string type, CancellationToken cancellationToken)
    {
        var program = InstalledProgram.Find(Program, searchPath) ?? throw new WarewulfException(
            ApiErrorCode.Unavailable, $"No SSH key of type {type} can be made: this head has no {Program}. Install the package openssh-client (openssh on others than Debian).");

        // Only root can enter it.
        var work = Directory.CreateTempSubdirectory("warewulf-ssh-");
        try
        {
            var file = Path.Combine(work.FullName, "key");
            var run = await ProgramRun.RunAsync(program, ["-q", "-t", type, "-N", "", "-C", "", "-f", file], cancellationToken);
            return run.ExitCode == 0
                ? new SshKeyPair(await File.ReadAllTextAsync(file, cancellationToken), await File.ReadAllTextAsync(file + ".pub", cancellationToken))
                : throw new WarewulfException(ApiErrorCode.Invalid, $"No SSH key of type {type} can be made: {Program} says: {run.Reason}");
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]{1,16}\z")]
    private static partial Regex KeyType();
}
