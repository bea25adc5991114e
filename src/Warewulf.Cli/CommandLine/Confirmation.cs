using System.CommandLine;
using Warewulf.Core;

namespace Warewulf.Cli.CommandLine;

/// <summary>Asks before something is changed that is not easily put back.</summary>
internal static class Confirmation
{
    /// <summary>The option that answers beforehand.</summary>
    public static Option<bool> Option() => new("--yes", "-y") { Description = "Do not ask." };

    /// <summary>Refuses to ask where nobody can answer, before anything is sent.</summary>
    /// <exception cref="WarewulfException">Standard input is not a terminal and <c>--yes</c> was not given.</exception>
    public static void Require(Invocation invocation, bool yes)
    {
        if (!yes && !invocation.Environment.Terminal.IsInputTerminal)
        {
            throw WarewulfException.Invalid("This asks for confirmation and standard input is not a terminal: add --yes.");
        }
    }

    /// <summary>Asks on standard error. Only <c>y</c> and <c>yes</c> are a yes; the end of the input is a no.</summary>
    public static async Task<bool> AskAsync(Invocation invocation, string question, CancellationToken cancellationToken)
    {
        var terminal = invocation.Environment.Terminal;
        await terminal.Error.WriteAsync($"{string.Join('\n', question.Split('\n').Select(Output.Line.Clean))}? [y/N] ");
        await terminal.Error.FlushAsync(cancellationToken);

        // Reading from a terminal cannot be broken off; waiting for it can.
        var answer = await Task.Run(terminal.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        if (answer is "y" or "yes")
        {
            return true;
        }

        invocation.Say("Nothing was changed.");
        return false;
    }
}
