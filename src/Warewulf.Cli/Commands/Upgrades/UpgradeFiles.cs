using System.CommandLine;
using System.Text;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Upgrades;

/// <summary>The file that is brought up to date and the one that it becomes: the same unless others are named.</summary>
/// <param name="live">Where the file is when none is named.</param>
internal sealed class UpgradeFiles(Func<Invocation, string> live)
{
    private const string StandardOutput = "-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Option<string?> _input =
        new("--input-path", "-i") { HelpName = "FILE", Description = "The file to read. Default: the one in force." };

    private readonly Option<string?> _output = new("--output-path", "-o")
    {
        HelpName = "FILE",
        Description = "The file to write, - for standard output. Default: the one in force. What is there is kept as FILE-old.",
    };

    /// <summary>Adds the flags.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_input);
        command.Options.Add(_output);
    }

    /// <summary>Reads the one file and writes the other. Nothing is written when the first cannot be read.</summary>
    /// <param name="invocation">The names of the files.</param>
    /// <param name="upgrade">Makes the new text: of the file's name, its text, and what takes warnings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">The file is wrong, or one of the two cannot be read or written.</exception>
    public async Task<int> RunAsync(Invocation invocation, Func<string, string, Action<string>, string> upgrade, CancellationToken cancellationToken)
    {
        var input = invocation.Get(_input) ?? live(invocation);
        var output = invocation.Get(_output) ?? live(invocation);
        var text = upgrade(input, SourceText.Read(invocation, input), warning => invocation.Say("WARN: " + warning));
        if (output == StandardOutput)
        {
            invocation.Out.Write(text);
            return ExitCode.Ok;
        }

        try
        {
            invocation.Out.Write(await WriteAsync(invocation, input, output, text, cancellationToken));
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw WarewulfException.Invalid($"Cannot write '{Names.Printable(output)}': {e.Message.TrimEnd('.')}.");
        }
    }

    private static async Task<string> WriteAsync(Invocation invocation, string input, string output, string text, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(output, invocation.Environment.Directory);
        var content = Encoding.UTF8.GetBytes(text);
        var shown = Names.Printable(output);
        if (!File.Exists(path))
        {
            await DurableFile.WriteAsync(path, Mode(Path.GetFullPath(input, invocation.Environment.Directory)), content, cancellationToken);
            return $"Wrote {shown}.\n";
        }

        var before = await File.ReadAllBytesAsync(path, cancellationToken);
        if (before.AsSpan().SequenceEqual(content))
        {
            // A copy of what is up to date would replace that of what was not.
            return $"Nothing to do: {shown} is up to date.\n";
        }

        // A link stays one: sites keep these files in repositories.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        await DurableFile.WriteAsync(path + "-old", Mode(target), before, cancellationToken);
        await DurableFile.WriteAsync(target, Mode(target), content, cancellationToken);
        return $"Wrote {shown}; what it was is in {shown}-old.\n";
    }

    // These files hold passwords: who may read the new one is who could read the old one.
    private static UnixFileMode Mode(string path) => File.Exists(path) ? File.GetUnixFileMode(path) : OwnerOnly;
}
