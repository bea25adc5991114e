using System.CommandLine;
using System.CommandLine.Parsing;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.CommandLine;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class ParseProblem
{
    /// <summary>What is wrong first of all, or nothing.</summary>
    public static string? Find(ParseResult result, IReadOnlyList<string> arguments)
    {
        var command = result.CommandResult.Command;
        if (UnknownFlag(result, arguments) is { } flag)
        {
            var name = flag.Split('=')[0];
            return $"{Path(command)}: unknown flag '{Names.Printable(name)}'.{Hint(command, Suggestion.Nearest(name, FlagsOf(command)))}";
        }

        if (BadValue(command, arguments) is { } value)
        {
            return $"{Path(command)}: {value}{Hint(command, null)}";
        }

        if (result.UnmatchedTokens is [var word, ..])
        {
            return command.Subcommands.Count > 0
                ? $"{Path(command)}: unknown command '{Names.Printable(word)}'.{Hint(command, Suggestion.Nearest(word, WordsOf(command)))}"
                : $"{Path(command)}: unexpected argument '{Names.Printable(word)}'.{Hint(command, null)}";
        }

        return result.Errors is [var error, ..] ? $"{Path(command)}: {Describe(error)}{Hint(command, null)}" : null;
    }

    /// <summary>The words that lead to a command, such as <c>wwctl node list</c>.</summary>
    public static string Path(Command command)
    {
        for (var parents = ""; ;)
        {
            if (command.Parents.OfType<Command>().FirstOrDefault() is not { } parent)
            {
                return "wwctl" + parents;
            }

            parents = $" {command.Name}{parents}";
            command = parent;
        }
    }

    // The parser takes what it does not know for an argument; a word that begins with a dash never is one, unless "--" came first.
    private static string? UnknownFlag(ParseResult result, IReadOnlyList<string> arguments)
    {
        var end = 0;
        while (end < arguments.Count && arguments[end] != "--")
        {
            end++;
        }

        var suspects = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value).Concat(result.UnmatchedTokens);
        return suspects.FirstOrDefault(word => word is ['-', _, ..] && arguments.Take(end).Contains(word)
            && !OptionsOf(result.CommandResult.Command).Any(option => IsNamed(option, word)));
    }

    // The parser would make "--yes=0" the switch --yes and a node called 0, and give "--netname=" the next word.
    private static string? BadValue(Command command, IReadOnlyList<string> arguments)
    {
        foreach (var word in arguments.TakeWhile(word => word != "--").Where(word => word.StartsWith('-') && word.Contains('=', StringComparison.Ordinal)))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = (word[..at], word[(at + 1)..]);
            var option = OptionsOf(command).FirstOrDefault(option => IsNamed(option, name));
            if (option?.ValueType == typeof(bool) && !bool.TryParse(value, out _))
            {
                return $"'{name}' takes true or false, not '{Names.Printable(value)}'.";
            }

            if (option is not null && value.Length == 0)
            {
                return $"'{name}' needs a value.";
            }
        }

        return null;
    }

    private static bool IsNamed(Option option, string name) => option.Name == name || option.Aliases.Contains(name);

    private static string Hint(Command command, string? nearest) =>
        nearest is null ? $" See '{Path(command)} --help'." : $" Did you mean '{nearest}'?";

    /// <summary>The options a command takes, its own first.</summary>
    public static IEnumerable<Option> OptionsOf(Command command)
    {
        var inherited = command.Parents.OfType<Command>().SelectMany(parent => parent.Parents.OfType<Command>().Prepend(parent))
            .SelectMany(parent => parent.Options).Where(option => option.Recursive);
        return command.Options.Concat(inherited);
    }

    private static IEnumerable<string> FlagsOf(Command command) =>
        OptionsOf(command).Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static IEnumerable<string> WordsOf(Command command) =>
        command.Subcommands.SelectMany(child => child.Aliases.Prepend(child.Name));

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } option => $"'{option.Option.Name}' needs a value.",
        OptionResult { Tokens: [var value] } option => $"'{option.Option.Name}' does not take the value '{Names.Printable(value.Value)}'.",
        OptionResult option => $"'{option.Option.Name}' may be written only once.",
        _ => error.Message.TrimEnd('.') + '.',
    };
}
