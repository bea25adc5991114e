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

/// <summary>
/// <c>wwctl import DIR</c>: takes over the nodes and profiles of a Warewulf site, and says of every other file of its configuration what
/// becomes of it here.
/// </summary>
internal sealed class ImportCommand : VerbCommand
{
    private readonly Argument<string[]> _source =
        new("DIR") { Arity = ArgumentArity.ZeroOrMore, Description = "The configuration directory of a Warewulf site, or a nodes.conf." };

    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("import", [], "Take over the configuration of a Warewulf 4 site.", () => new ImportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_source);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(_source) is not [var source])
        {
            throw WarewulfException.Invalid("Name one directory or file: write 'wwctl import /etc/warewulf'.");
        }

        _change.RequireAnswer(invocation);
        var path = Path.GetFullPath(source, invocation.Environment.Directory);
        var isDirectory = Directory.Exists(path);
        var file = isDirectory ? Path.Combine(source, SiteFiles.Nodes) : source;
        var conf = NodesConfReader.Read(file, SourceText.Read(invocation, file), warning => invocation.Say("WARN: " + warning));
        if (isDirectory && File.Exists(Path.Combine(path, SiteFiles.Configuration)))
        {
            ImportedSiteConf.Report(invocation, Path.Combine(source, SiteFiles.Configuration));
        }

        foreach (var note in isDirectory ? SiteFiles.Notes(path) : [])
        {
            invocation.Say(note);
        }

        var request = new DeclareRequest(conf.Profiles, conf.Nodes) { Comment = $"import {Names.Printable(source)}" };
        var change = new Change<DeclareRequest>(Routes.CatalogDeclare, ApiJsonContext.Default.DeclareRequest, request);
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
