using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;
using Warewulf.Grains.Keys;
using Warewulf.Silo.Programs;

namespace Warewulf.Silo.Configure;

/// <summary>Makes SSH keys with the program that comes with OpenSSH.</summary>
/// <param name="searchPath">Where <c>ssh-keygen</c> is looked for, as in PATH.</param>
/// <param name="work">Where keys are made: a directory that only root enters, best in memory. What a crash left there goes with the next key.</param>
internal sealed class SshKeygen(string? searchPath, string work)
{
    private const string Program = "ssh-keygen";

    /// <summary>Refuses what is no type of a key: it becomes part of file names and of a command line.</summary>
    /// <exception cref="WarewulfException">It is none.</exception>
    public static void Check(string? type)
    {
        if (!Names.IsKeyType(type))
        {
            throw WarewulfException.Invalid($"'{Names.Printable(type)}' is no type of an SSH key: give some of ed25519, ecdsa and rsa.");
        }
    }

    /// <summary>Makes a key without a passphrase and without a comment.</summary>
    /// <exception cref="WarewulfException">It cannot be made; the message says why.</exception>
    public async Task<SshKeyPair> MakeAsync(string type, CancellationToken cancellationToken)
    {
        var program = Find();
        Clear();
        Directory.CreateDirectory(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var file = Path.Combine(work, "key");
            var run = await ProgramRun.RunAsync(program, ["-q", "-t", type, "-N", "", "-C", "", "-f", file], cancellationToken);
            return run.ExitCode == 0
                ? new SshKeyPair(await File.ReadAllTextAsync(file, cancellationToken), await File.ReadAllTextAsync(file + ".pub", cancellationToken))
                : throw new WarewulfException(ApiErrorCode.Invalid, $"No SSH key of type {type} can be made: {Program} says: {run.Reason}");
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Reads a key that is there, and makes sure that it is one: of that type, without a passphrase, and both halves of the same.</summary>
    /// <exception cref="WarewulfException">It is none that a service could use; the message says why.</exception>
    public async Task<SshKeyPair> ReadAsync(string file, string type, CancellationToken cancellationToken)
    {
        var run = await ProgramRun.RunAsync(Find(), ["-y", "-P", "", "-f", file], cancellationToken);
        if (run.ExitCode != 0)
        {
            throw WarewulfException.Invalid($"'{file}' is no SSH key that a service can use: {Program} says: {run.Reason} Move it and its '.pub' away to get another.");
        }

        var pair = new SshKeyPair(await File.ReadAllTextAsync(file, cancellationToken), await File.ReadAllTextAsync(file + ".pub", cancellationToken));
        var isOfType = pair.PublicKey.StartsWith($"ssh-{type} ", StringComparison.Ordinal) || pair.PublicKey.StartsWith($"{type}-", StringComparison.Ordinal) || (type == "dsa" && pair.PublicKey.StartsWith("ssh-dss ", StringComparison.Ordinal));
        return isOfType && new SshKeyPair("", run.Output).PublicKey == pair.PublicKey
            ? pair
            : throw WarewulfException.Invalid($"'{file}.pub' is not the public half of '{file}', or that is no key of type {type}. Make it with: ssh-keygen -y -f {file} > {file}.pub");
    }

    private string Find() => InstalledProgram.Find(Program, searchPath) ?? throw new WarewulfException(
        ApiErrorCode.Unavailable, $"SSH keys need the program {Program}, which this head has not. Install the package openssh-client (openssh on others than Debian).");

    private void Clear()
    {
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
