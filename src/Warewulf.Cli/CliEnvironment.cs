using Warewulf.Cli.Output;

namespace Warewulf.Cli;

/// <summary>What the process gives a command.</summary>
/// <param name="Terminal">The three standard streams.</param>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="Time">The clock.</param>
/// <param name="Directory">The working directory, which relative paths start from.</param>
internal sealed record CliEnvironment(ITerminal Terminal, Func<string, string?> Variable, TimeProvider Time, string Directory)
{
    /// <summary>Whether colours are welcome: a terminal reads the output, and <c>NO_COLOR</c> is not set (no-color.org).</summary>
    public bool UseColor =>
        Terminal.IsOutputTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") is not (null or "" or "dumb");

    /// <summary>Who asks, for the catalog's history: behind sudo the person, not root.</summary>
    public string? Author => FirstSet("SUDO_USER", "USER", "LOGNAME") ?? UserName;

    /// <summary>The name of the account the process runs under, for where no variable tells it, as in a cron job.</summary>
    public string? UserName { get; init; }

    /// <summary>Whether root runs this process.</summary>
    public bool IsRoot { get; init; }

    private string? FirstSet(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Variable(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
