using System.CommandLine;

namespace Warewulf.Cli.CommandLine;

/// <summary>One verb: its arguments and options, and what it does with them.</summary>
internal abstract class VerbCommand
{
    /// <summary>What a verb returns that has nothing to wait for but its head.</summary>
    protected static Task<int> Done { get; } = Task.FromResult(ExitCode.Ok);

    /// <summary>Adds arguments and options.</summary>
    public abstract void Configure(Command command);

    /// <summary>Does it. Data is written only once nothing can fail any more.</summary>
    /// <returns>An exit code.</returns>
    /// <exception cref="Core.WarewulfException">It was not done; the message is for the user.</exception>
    public abstract Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken);

    /// <summary>Rewrites the command line before it is parsed, for what the grammar of the parser cannot express.</summary>
    public virtual IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments) => arguments;

    /// <summary>The nodes a verb acts on, as hostlists.</summary>
    protected static Argument<string[]> NodesArgument(string description) =>
        new("NODES") { Arity = ArgumentArity.ZeroOrMore, Description = description + " Written as n[001-100] or n1,n2." };

    /// <summary>A switch.</summary>
    protected static Option<bool> Flag(string name, string? alias, string description) =>
        alias is null ? new Option<bool>(name) { Description = description } : new Option<bool>(name, alias) { Description = description };
}
