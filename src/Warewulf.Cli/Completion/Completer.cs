using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Cli.Commands.Images;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Completion;

/// <summary>
/// Answers <c>wwctl __complete WORD...</c>, which the shells' scripts ask: how can the last of these words go on? One line for each way,
/// with a tab and a description where there is one, or <c>:files</c> for the shell's own completion of paths. Whatever goes wrong there is
/// no answer, because somebody is in the middle of typing.
/// </summary>
internal sealed class Completer
{
    /// <summary>The word that asks for it, in place of a command.</summary>
    public const string Word = "__complete";

    private const string Files = ":files";

    private readonly CliEnvironment _environment;
    private readonly string _current;
    private readonly CommandTree _tree;
    private readonly CompletionNames _names;
    private Command _command;
    private readonly List<string> _arguments = [];
    private Option? _pending;
    private bool _onlyArguments;
    private bool _isLost;

    private Completer(IReadOnlyList<string> words, CliEnvironment environment, CancellationToken cancellationToken)
    {
        _environment = environment;
        _current = words.Count > 0 ? words[^1] : "";
        var before = words.SkipLast(1).ToList();
        _tree = new CommandTree(before);
        _command = _tree.Root;
        _names = new CompletionNames(_tree, before, environment, cancellationToken);
        before.ForEach(Read);
    }

    /// <summary>Writes the ways to go on.</summary>
    public static int Run(IReadOnlyList<string> words, CliEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            new Completer(words, environment, cancellationToken).Write();
            environment.Terminal.Out.Flush();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // An error message in the middle of a command line helps nobody; the command itself will tell.
        }

        return ExitCode.Ok;
    }

    // Follows the words as the parser would: which command, and whether an option still waits for its value.
    private void Read(string word)
    {
        if (_pending is { } waiting)
        {
            _pending = null;
            if (!IsYesNo(waiting) || word is "true" or "false" or "yes" or "no")
            {
                return;
            }
        }

        if (_onlyArguments)
        {
            _arguments.Add(word);
            return;
        }

        if (word == "--")
        {
            _onlyArguments = true;
        }
        else if (word.StartsWith('-'))
        {
            _pending = Find(word) is { } option && option.ValueType != typeof(bool) ? option : null;
        }
        else if (_command.Subcommands.FirstOrDefault(command => command.Name == word || command.Aliases.Contains(word)) is { } command)
        {
            _command = command;
        }
        else if (_command.Subcommands.Count > 0)
        {
            // No such command, so nobody knows what could follow it.
            _isLost = true;
        }
        else
        {
            _arguments.Add(word);
        }
    }

    private void Write()
    {
        if (_isLost)
        {
            return;
        }

        if (_pending is { } option)
        {
            WriteValues(option, "", _current);
        }
        else if (!_onlyArguments && _current.StartsWith('-'))
        {
            WriteOptions();
        }
        else if (_command.Subcommands.Count > 0)
        {
            foreach (var command in _command.Subcommands.Where(command => !command.Hidden))
            {
                Write(command.Name, command.Description);
            }
        }
        else if (_command.Arguments is [{ } argument, ..])
        {
            WriteArguments(argument);
        }
    }

    private void WriteOptions()
    {
        var equals = _current.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            if (Find(_current[..equals]) is { } named)
            {
                WriteValues(named, _current[..(equals + 1)], _current[(equals + 1)..]);
            }

            return;
        }

        foreach (var option in Options().Where(option => !option.Hidden).DistinctBy(option => option.Name))
        {
            Write(option.Name, option.Description);
        }
    }

    private void WriteArguments(Argument argument)
    {
        switch (argument.Name)
        {
            case "NODES" when _current.LastIndexOf('[') <= _current.LastIndexOf(']'):
                WriteList("", _current, _names.Nodes());
                break;
            case "PROFILES":
                WriteList("", _current, _names.Profiles());
                break;
            case "IMAGES" or ImageExecCommand.ArgumentName:
                WriteList("", _current, _names.Images());
                break;
            case "IMAGE" or "IMAGE NEW" or "IMAGE GENERATION" when _arguments.Count == 0:
                WriteAll("", _names.Images());
                break;
            case "IMAGE GENERATION" when _arguments.Count == 1:
                WriteAll("", _names.Generations(_arguments[0]));
                break;
            case "REV" or "A B":
                foreach (var (revision, comment) in _names.Revisions())
                {
                    Write(revision, comment);
                }

                break;
            case var name when name.StartsWith("OVERLAY", StringComparison.Ordinal):
                WriteOverlayArguments(name.Split(' '));
                break;
            case "SHELL":
                WriteAll("", CompletionCommand.Shells);
                break;
            case var name when name.Contains("FILE", StringComparison.Ordinal) || name.Contains("DIR", StringComparison.Ordinal) || name.Contains("SOURCE", StringComparison.Ordinal):
                _environment.Terminal.Out.Write(Files + "\n");
                break;
        }
    }

    // Each argument has a word of its own in the name of them all; the last stands for those that follow.
    private void WriteOverlayArguments(string[] words)
    {
        switch (words[Math.Min(_arguments.Count, words.Length - 1)])
        {
            case "OVERLAY" or "OVERLAYS":
                WriteAll("", _names.Overlays().Except(_arguments));
                break;
            case "PATH" when _arguments.Count > 0:
                WriteAll("", _names.OverlayPaths(_arguments[0]));
                break;
            case "SOURCE":
                _environment.Terminal.Out.Write(Files + "\n");
                break;
        }
    }

    private void WriteValues(Option option, string prefix, string value)
    {
        switch (option.Name)
        {
            case "--image" or "--container" when value.IndexOf('@', StringComparison.Ordinal) is var at and > 0:
                WriteAll(prefix + value[..(at + 1)], _names.Generations(value[..at]));
                break;
            case "--node":
                WriteList(prefix, value, _names.Nodes());
                break;
            case "--image" or "--container":
                WriteAll(prefix, _names.Images());
                break;
            case "--profile":
                WriteList(prefix, value, _names.Profiles());
                break;
            case "--system-overlays" or "--runtime-overlays" or "--wwinit" or "--runtime":
                WriteList(prefix, value, _names.Overlays());
                break;
            case "--render":
                WriteAll(prefix, _names.Nodes());
                break;
            case "--output":
                WriteAll(prefix, ["table", "json", "yaml"]);
                break;
            case var _ when option.HelpName is "FILE" or "DIR":
                _environment.Terminal.Out.Write(Files + "\n");
                break;
            case var _ when IsYesNo(option):
                WriteAll(prefix, ["true", "false"]);
                break;
        }
    }

    // The last item of a list is the one that is being typed.
    private void WriteList(string prefix, string value, IEnumerable<string> names)
    {
        var typed = value[..(value.LastIndexOf(',') + 1)];
        var taken = typed.Split(',').ToHashSet(StringComparer.Ordinal);
        WriteAll(prefix + typed, names.Where(name => !taken.Contains(name)));
    }

    private void WriteAll(string prefix, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Write(prefix + value, null);
        }
    }

    private void Write(string candidate, string? description)
    {
        if (candidate.StartsWith(_current, StringComparison.Ordinal))
        {
            _environment.Terminal.Out.Write(Line.Clean(candidate) + (string.IsNullOrEmpty(description) ? "" : "\t" + Line.Clean(description)) + "\n");
        }
    }

    private Option? Find(string name) => Options().FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    // The command's own first, as the parser does: 'node add' has a --root of its own.
    private IEnumerable<Option> Options() => _command == _tree.Root ? _tree.Root.Options : _command.Options.Concat(_tree.Root.Options);

    private static bool IsYesNo(Option option) => option.HelpName == ValueText.YesNo;
}
