using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Formats;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary><c>wwctl apply -f FILE</c>: makes nodes and profiles what a <c>nodes.conf</c> says; with <c>--prune</c> there are no others.</summary>
internal sealed class ApplyCommand : VerbCommand
{
    private readonly Option<string?> _file = new("--file", "-f") { HelpName = "FILE", Description = "A nodes.conf; - for standard input." };
    private readonly Option<bool> _prune = Flag("--prune", null, "Delete nodes and profiles that are not in the file.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("apply", [], "Make nodes and profiles what a nodes.conf says.", () => new ApplyCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_prune);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var file = invocation.Get(_file) ?? throw WarewulfException.Invalid("No file is named: write 'wwctl apply -f nodes.conf'.");
        _change.RequireAnswer(invocation);
        var conf = NodesConfReader.Read(file, SourceText.Read(invocation, file), warning => invocation.Say("WARN: " + warning));
        var prune = invocation.Get(_prune);
        if (prune && conf is { Nodes.Count: 0, Profiles.Count: 0 })
        {
            throw WarewulfException.Invalid($"'{Names.Printable(file)}' names no node and no profile, and --prune would delete all there are: is it the right file?");
        }

        var request = new DeclareRequest(conf.Profiles, conf.Nodes) { Prune = prune, Comment = $"apply {Names.Printable(file)}" };
        var change = new Change<DeclareRequest>(Routes.CatalogDeclare, ApiJsonContext.Default.DeclareRequest, request);
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
