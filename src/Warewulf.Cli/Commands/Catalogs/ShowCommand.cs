using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Output;
using Warewulf.Core;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary><c>wwctl show REV</c>: who made a revision, when and why, and what it changed.</summary>
internal sealed class ShowCommand : VerbCommand
{
    private readonly Argument<string[]> _revision = new("REV") { Arity = ArgumentArity.ZeroOrMore, Description = "The revision." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("show", [], "Show what one revision changed.", () => new ShowCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(_revision);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var revision = invocation.Get(_revision) is [var text]
            ? RevisionNumber.Parse(text)
            : throw WarewulfException.Invalid("Name one revision: write 'wwctl show 12'. See 'wwctl history' for those there are.");
        if (revision == 0)
        {
            throw WarewulfException.Invalid("Revision 0 is the empty catalog that every other one was made from.");
        }

        var reply = invocation.Heads.Get(DiffCommand.Path(revision - 1, revision), cancellationToken);
        var groups = reply.Required(reply.Document(), "differences").ToList();
        var history = invocation.Heads.Get(HistoryCommand.Path(1, revision + 1), cancellationToken);
        var number = revision.ToString(CultureInfo.InvariantCulture);
        var entry = history.Required(history.Document(), "entries").FirstOrDefault(found => found.Text("revision") == number);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(Together(revision, entry, groups));
            return Done;
        }

        var author = Line.Clean(entry.Text("author") ?? "somebody");
        invocation.Out.Write($"Revision {revision}, {HistoryCommand.Time(entry) ?? "at an unknown time"}, by {author}\n");
        if (entry.Text("comment") is { Length: > 0 } comment)
        {
            invocation.Out.Write($"{Line.Clean(comment)}\n");
        }

        invocation.Out.Write('\n');
        new DifferenceView(null).WriteTo(invocation.Out, groups);
        return Done;
    }

    private static JsonElement Together(long revision, JsonElement entry, List<JsonElement> groups) => JsonOutput.Make(json =>
    {
        json.WriteStartObject();
        if (entry.ValueKind != JsonValueKind.Object)
        {
            json.WriteNumber("revision", revision);
        }
        else
        {
            foreach (var member in entry.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }

        json.WriteStartArray("differences");
        groups.ForEach(group => group.WriteTo(json));
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
