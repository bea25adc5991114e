using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Changes;

/// <summary>
/// Takes a change from the question to the report. The head is asked first what the change would do; that is shown, and only then, when
/// the user agrees, the change is sent together with the revision the user has looked at.
/// </summary>
internal static class ChangeRunner
{
    /// <summary>Makes a change, or shows what it would do.</summary>
    /// <exception cref="WarewulfException">The head refuses, or nobody is there to be asked.</exception>
    public static async Task<int> RunAsync<T>(
        Invocation invocation, ChangeOptions options, Change<T> change, CancellationToken cancellationToken)
        where T : ChangeRequest
    {
        var request = options.Fill(invocation, change.Request);
        var isDryRun = options.IsDryRun(invocation);
        var isAsked = change.Asks && !isDryRun && !options.IsYes(invocation);
        Confirmation.Require(invocation, !isAsked);
        var warned = new HashSet<string>(StringComparer.Ordinal);
        ChangeOutcome? preview = null;
        if (isDryRun || isAsked)
        {
            preview = await SendAsync(invocation, change, request with { DryRun = true }, warned, cancellationToken);
            if (isDryRun || preview.IsNothing)
            {
                ShowPreview(invocation, change, preview);
                return ExitCode.Ok;
            }

            WriteDifferences(invocation.Environment.Terminal.Error, change, preview);
            if (!await Confirmation.AskAsync(invocation, Question(change, preview), cancellationToken))
            {
                return ExitCode.Ok;
            }

            // Whoever read a file or an editor's text from an earlier revision has seen that one, and nothing later.
            request = request with { Seen = request.Seen ?? preview.Revision };
        }

        Report(invocation, change, await SendAsync(invocation, change, request, warned, cancellationToken), preview);
        return ExitCode.Ok;
    }

    private static async Task<ChangeOutcome> SendAsync<T>(
        Invocation invocation, Change<T> change, T request, HashSet<string> warned, CancellationToken cancellationToken)
        where T : ChangeRequest
    {
        var what = request.DryRun ? "Looking at what would change" : "Making the change";
        var reply = change.IsLong && !request.DryRun
            ? await Progress.ShowAsync(
                invocation.Environment, what, () => invocation.Heads.PostLongAsync(change.Route, request, change.Type, _ => { }, cancellationToken))
            : await Progress.ShowAsync(invocation.Environment, what, () => invocation.Heads.Post(change.Route, request, change.Type, cancellationToken));
        var outcome = ChangeOutcome.Read(reply);
        invocation.Warn(outcome.Warnings.Where(warned.Add));
        return outcome;
    }

    private static void WriteDifferences<T>(TextWriter writer, Change<T> change, ChangeOutcome preview)
        where T : ChangeRequest
    {
        new DifferenceView(change.Noun) { IsBrief = true }.WriteTo(writer, preview.Groups);
        if (preview.Document.Whole("otherImage") is { } nodes and > 0)
        {
            writer.Write($"{DifferenceView.Count((int)nodes, "node")} {(nodes == 1 ? "gets another image at its" : "get another image at their")} next boot.\n");
        }

        RenderedView.WriteTo(writer, preview.Rendered);
    }

    private static void ShowPreview<T>(Invocation invocation, Change<T> change, ChangeOutcome preview)
        where T : ChangeRequest
    {
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(preview.Document);
        }
        else if (preview.IsNothing)
        {
            invocation.Say("No changes.");
        }
        else
        {
            WriteDifferences(invocation.Out, change, preview);
        }
    }

    private static void Report<T>(Invocation invocation, Change<T> change, ChangeOutcome outcome, ChangeOutcome? preview)
        where T : ChangeRequest
    {
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(outcome.Document);
        }
        else if (outcome.IsNothing)
        {
            invocation.Say("No changes.");
        }
        else if (change.Said is { } said)
        {
            invocation.Out.Write(Line.Clean(said) + "\n");
        }
        else if (change.Noun is null)
        {
            // Only a preview tells what is done to each, and where nobody was asked there was none.
            var summary = (preview is null ? null : DifferenceView.Summary(preview.Groups, isDone: true)) ?? "changed " + Hostlist.Fold(outcome.Changed);
            invocation.Out.Write($"Revision {outcome.Revision}: {Line.Clean(summary)}.\n");
        }
        else if (change.OnePerLine)
        {
            foreach (var name in outcome.Changed)
            {
                invocation.Out.Write($"{change.Done} {change.Noun}: {Line.Clean(name)}\n");
            }
        }
        else
        {
            var names = change.Noun == "node" ? Hostlist.Fold(outcome.Changed) : string.Join(',', outcome.Changed);
            invocation.Out.Write($"{change.Done} {DifferenceView.Count(outcome.Changed.Count, change.Noun)}: {Line.Clean(names)}\n");
        }
    }

    private static string Question<T>(Change<T> change, ChangeOutcome preview)
        where T : ChangeRequest
    {
        var summary = change.Question ?? DifferenceView.Summary(preview.Groups, isDone: false) ?? $"change {DifferenceView.Count(preview.Changed.Count, change.Noun ?? "thing")}";
        return char.ToUpperInvariant(summary[0]) + summary[1..];
    }
}
