using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Cli.Output;
using Warewulf.Core.Formats;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary><c>wwctl export</c>: the catalog as the <c>nodes.conf</c> that Warewulf, and <c>wwctl apply</c>, make it from again.</summary>
internal sealed class ExportCommand : VerbCommand
{
    private readonly Option<string?> _revision = new("--revision") { HelpName = "REV", Description = "Of which revision. Default: the current one." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("export", [], "Write all nodes and profiles as a nodes.conf.", () => new ExportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Options.Add(_revision);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var revision = invocation.Get(_revision) is { } text ? RevisionNumber.Parse(text, "--revision") : (long?)null;
        var reply = DeclaredCatalog.Ask(invocation, [], revision, cancellationToken);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(reply.Document());
        }
        else
        {
            var declared = DeclaredCatalog.Read(reply);
            invocation.Out.Write(NodesConfWriter.Write(declared.Profiles, declared.Nodes));
        }

        return Done;
    }
}
