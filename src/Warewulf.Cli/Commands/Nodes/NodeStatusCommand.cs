using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node status</c>: what every node is doing, and the machines that belong to no node.</summary>
internal sealed class NodeStatusCommand : VerbCommand
{
    private const int ShortestUpdate = 100;
    private const int DefaultUpdate = 2_000;

    private readonly Argument<string[]> _nodes = NodesArgument("The nodes; all if none is named.");
    private readonly Option<bool> _boots = Flag("--boots", "-b", "Show the last boots with the time each stage took.");
    private readonly Option<bool> _unknown = Flag("--unknown", "-u", "Show only nodes that were never seen.");
    private readonly Option<bool> _last = Flag("--last", "-l", "Sort by when nodes were last seen, the latest first.");
    private readonly Option<bool> _reverse = Flag("--reverse", "-r", "Sort the other way round.");
    private readonly Option<bool> _watch = Flag("--watch", "-w", "Show it again and again.");
    private readonly Option<string?> _update =
        new("--update", "-U") { HelpName = "MS", Description = "Milliseconds between two looks with --watch. Default: 2000." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("status", [], "Show what nodes are doing.", () => new NodeStatusCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        foreach (var option in (Option[])[_boots, _unknown, _last, _reverse, _watch, _update])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var pause = Pause(invocation);
        if (!invocation.Get(_watch))
        {
            Show(invocation, clear: false, cancellationToken);
            return ExitCode.Ok;
        }

        if (invocation.Format != OutputFormat.Table)
        {
            throw WarewulfException.Invalid("--watch shows a table again and again, and json and yaml are one document: leave one of the two out.");
        }

        var clear = invocation.Environment.Terminal.IsOutputTerminal;
        for (var shown = false; ;)
        {
            try
            {
                Show(invocation, clear, cancellationToken);
                shown = true;
            }
            catch (WarewulfException e) when (shown)
            {
                // A head that is restarted is no reason to stop watching.
                invocation.Say("ERROR: " + e.Message);
            }

            await invocation.Out.FlushAsync(cancellationToken);
            await Task.Delay(pause, invocation.Environment.Time, cancellationToken);
        }
    }

    private TimeSpan Pause(Invocation invocation)
    {
        var text = invocation.Get(_update);
        var milliseconds = DefaultUpdate;
        if (text is not null && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds) || milliseconds < ShortestUpdate))
        {
            throw WarewulfException.Invalid($"--update: '{Names.Printable(text)}' is not a number of milliseconds of {ShortestUpdate} or more.");
        }

        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private IEnumerable<JsonElement> Chosen(Invocation invocation, IEnumerable<JsonElement> nodes)
    {
        if (invocation.Get(_unknown))
        {
            nodes = nodes.Where(node => node.Moment("lastSeen") is null);
        }

        if (invocation.Get(_last))
        {
            nodes = nodes.OrderByDescending(node => node.Moment("lastSeen") ?? DateTimeOffset.MinValue);
        }

        return invocation.Get(_reverse) ? nodes.Reverse() : nodes;
    }

    private void Show(Invocation invocation, bool clear, CancellationToken cancellationToken)
    {
        var reply = invocation.Heads.Get(HostQuery.Path(Routes.NodesStatus, invocation.Get(_nodes)), cancellationToken);
        var document = reply.Document();
        var nodes = Chosen(invocation, reply.Required(document, "nodes"));
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document.With("nodes", nodes));
            return;
        }

        var now = document.Moment("now") ?? throw reply.Malformed("lacks 'now'");
        invocation.Out.Write(clear ? "\e[H\e[2J" : "");
        var useColor = invocation.Environment.UseColor;
        (invocation.Get(_boots) ? StatusViews.Boots(nodes) : StatusViews.States(nodes, now)).WriteTo(invocation.Out, useColor);
        var discovered = StatusViews.Discovered(document.Items("discovered"), now);
        if (discovered.Count > 0)
        {
            invocation.Out.Write("\nMachines that belong to no node:\n\n");
            discovered.WriteTo(invocation.Out, useColor);
        }
    }
}
