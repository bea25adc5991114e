using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary><c>wwctl history</c>: what was committed, the latest first.</summary>
internal sealed class HistoryCommand : VerbCommand
{
    private readonly Option<string?> _number = new("--number", "-n") { HelpName = "N", Description = "How many revisions to show. Default: 20." };
    private readonly Option<string?> _before = new("--before") { HelpName = "REV", Description = "Show only revisions before REV." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("history", ["log"], "Show what was changed, when, by whom and why.", () => new HistoryCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Options.Add(_number);
        command.Options.Add(_before);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var limit = invocation.Get(_number) is { } text ? Number(text) : 20;
        var before = invocation.Get(_before) is { } revision ? RevisionNumber.Parse(revision, "--before") : (long?)null;
        var reply = invocation.Heads.Get(Path(limit, before), cancellationToken);
        var document = reply.Document();
        var entries = reply.Required(document, "entries");
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return Done;
        }

        var table = new Table("REVISION", "TIME", "AUTHOR", "OPERATIONS", "COMMENT");
        foreach (var entry in entries)
        {
            table.Add(entry.Text("revision"), Time(entry), entry.Text("author"), entry.Text("operations"), entry.Text("comment"));
        }

        table.WriteTo(invocation.Out);
        return Done;
    }

    /// <summary>The path that asks for some of the history.</summary>
    /// <param name="limit">How many entries.</param>
    /// <param name="before">Only what came before this revision.</param>
    public static string Path(long limit, long? before) =>
        $"{Routes.CatalogHistory}?{Routes.LimitParameter}={limit}{(before is null ? "" : $"&{Routes.BeforeParameter}={before}")}";

    /// <summary>When a revision was committed.</summary>
    public static string? Time(JsonElement entry) => entry.Moment("at") is { } time ? Units.Moment(time) : null;

    private static long Number(string text) => int.TryParse(text, out var number) && number > 0
        ? number
        : throw WarewulfException.Invalid($"--number: '{Names.Printable(text)}' is not a number of revisions.");
}
