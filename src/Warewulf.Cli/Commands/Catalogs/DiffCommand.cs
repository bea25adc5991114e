using System.CommandLine;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary><c>wwctl diff A [B]</c>: what differs between two revisions; without B between A and now.</summary>
internal sealed class DiffCommand : VerbCommand
{
    private readonly Argument<string[]> _revisions =
        new("A B") { Arity = ArgumentArity.ZeroOrMore, Description = "The two revisions; the current one when B is not given." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("diff", [], "Show what differs between two revisions.", () => new DiffCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(_revisions);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = invocation.Get(_revisions);
        if (words.Length is 0 or > 2)
        {
            throw WarewulfException.Invalid("Name one revision or two: write 'wwctl diff 12' or 'wwctl diff 12 15'. See 'wwctl history' for those there are.");
        }

        var path = Path(RevisionNumber.Parse(words[0]), words.Length > 1 ? RevisionNumber.Parse(words[1]) : null);
        var reply = invocation.Heads.Get(path, cancellationToken);
        var document = reply.Document();
        var groups = reply.Required(document, "differences").ToList();
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else if (groups.Count == 0)
        {
            invocation.Say("No differences.");
        }
        else
        {
            new DifferenceView(null).WriteTo(invocation.Out, groups);
        }

        return Done;
    }

    /// <summary>The path that asks for the differences between two revisions; the current one when the later is not given.</summary>
    public static string Path(long from, long? to) =>
        $"{Routes.CatalogDiff}?{Routes.FromParameter}={from}{(to is null ? "" : $"&{Routes.ToParameter}={to}")}";
}
