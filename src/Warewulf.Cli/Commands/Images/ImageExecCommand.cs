using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image exec IMAGE COMMAND...</c>: runs a command inside an image.</summary>
internal sealed class ImageExecCommand : VerbCommand
{
    /// <summary>The name of its argument.</summary>
    public const string ArgumentName = "IMAGE COMMAND";

    private readonly Argument<string[]> _words = new(ArgumentName)
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The image, and the command with its own arguments and flags. Flags of wwctl stand before it.",
    };

    private readonly ImageSessionOptions _options = new();
    private Command? _command;

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("exec", [], "Run a command inside an image, and build the image if it succeeds.", () => new ImageExecCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        _options.AddTo(command);
        _command = command;
    }

    /// <summary>Puts <c>--</c> before the command to run: whatever follows is the command's own, flags included.</summary>
    public override IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments)
    {
        var options = ParseProblem.OptionsOf(_command!).ToList();
        var noun = _command!.Parents.OfType<Command>().Single();
        Func<string, bool>[] expected = [word => IsNamed(noun, word), word => IsNamed(_command, word), _ => true];
        var found = 0;
        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            if (arguments[i] is ['-', _, ..])
            {
                i += ValueFollows(options, arguments, i) ? 1 : 0;
            }
            else if (found == expected.Length)
            {
                return [.. arguments.Take(i), "--", .. arguments.Skip(i)];
            }
            else if (!expected[found++](arguments[i]))
            {
                return arguments;
            }
        }

        return arguments;
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(_words) is not [var image, .. { Length: > 0 } command])
        {
            throw WarewulfException.Invalid("An image and a command are needed: write 'wwctl image exec IMAGE COMMAND'.");
        }

        var request = _options.Request(invocation, ImageName.Parse(image)) with { Command = command };
        return new ImageSession(invocation, request).RunAsync(cancellationToken);
    }

    private static bool IsNamed(Command command, string word) => command.Name == word || command.Aliases.Contains(word);

    private static bool ValueFollows(List<Option> options, IReadOnlyList<string> arguments, int index)
    {
        var option = options.Find(option => option.Name == arguments[index] || option.Aliases.Contains(arguments[index]));
        return option is not null && index + 1 < arguments.Count
            && (option.ValueType != typeof(bool) || bool.TryParse(arguments[index + 1], out _))
            && option is not System.CommandLine.Help.HelpOption;
    }
}
