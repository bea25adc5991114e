using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Completion;

/// <summary><c>wwctl completion SHELL</c>: prints the script that makes a shell complete command lines of this program.</summary>
internal sealed class CompletionCommand : VerbCommand
{
    /// <summary>The shells there are scripts for.</summary>
    public static readonly string[] Shells = ["bash", "fish", "zsh"];

    private readonly Argument<string[]> _shell = new("SHELL") { Arity = ArgumentArity.ZeroOrMore, Description = "bash, fish or zsh." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("completion", [], "Print a script for the completion of command lines.", () => new CompletionCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(_shell);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(_shell) is not [var shell])
        {
            throw WarewulfException.Invalid("Name one shell: write 'wwctl completion bash', fish or zsh.");
        }

        if (!Shells.Contains(shell))
        {
            throw WarewulfException.Invalid($"There is no completion for '{Names.Printable(shell)}': use bash, fish or zsh.");
        }

        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream("wwctl." + shell)!);
        invocation.Out.Write(script.ReadToEnd());
        return Done;
    }
}
