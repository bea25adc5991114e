using System.CommandLine;
using System.CommandLine.Help;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Completion;
using Warewulf.Cli.Output;
using Warewulf.Core;

namespace Warewulf.Cli;

/// <summary>The program from its arguments to its exit code.</summary>
internal static class Wwctl
{
    private static readonly ParserConfiguration Grammar = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliEnvironment environment, CancellationToken cancellationToken)
    {
        if (arguments is [Completer.Word, ..])
        {
            return Completer.Run([.. arguments.Skip(1)], environment, cancellationToken);
        }

        var tree = new CommandTree(arguments);
        var result = tree.Root.Parse(tree.Arguments, Grammar);
        try
        {
            var code = await DispatchAsync(tree, result, environment, cancellationToken);
            environment.Terminal.Out.Flush();
            return code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            environment.Terminal.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (WarewulfException e)
        {
            return Fail(e.Message, e);
        }
        catch (IOException e)
        {
            return Fail($"Cannot write the output: {e.Message}", e);
        }
        catch (Exception e)
        {
            return Fail($"A defect in wwctl: {e.GetType().Name}: {e.Message} Please report it with the output of --debug.", e);
        }

        int Fail(string message, Exception exception)
        {
            ErrorText.Write(environment.Terminal.Error, message);
            if (tree.Globals.IsDebug(result))
            {
                environment.Terminal.Error.WriteLine(exception);
            }

            return ExitCode.Error;
        }
    }

    private static async Task<int> DispatchAsync(
        CommandTree tree, ParseResult result, CliEnvironment environment, CancellationToken cancellationToken)
    {
        if (result.Action is HelpAction)
        {
            return Help(result, environment);
        }

        var command = result.CommandResult.Command;
        var verb = tree.Find(command);
        var isBareNoun = verb is null && result.UnmatchedTokens.Count == 0;
        if (!isBareNoun && ParseProblem.Find(result, tree.Arguments) is { } problem)
        {
            throw WarewulfException.Invalid(problem);
        }

        if (verb is null)
        {
            return Help(tree.Root.Parse([.. tree.Arguments.TakeWhile(word => word != "--"), "--help"], Grammar), environment);
        }

        return await verb.RunAsync(new Invocation(result, tree.Globals, environment), cancellationToken);
    }

    private static int Help(ParseResult result, CliEnvironment environment)
    {
        var configuration = new InvocationConfiguration
        {
            Output = environment.Terminal.Out,
            Error = environment.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        result.Invoke(configuration);
        return ExitCode.Ok;
    }
}
