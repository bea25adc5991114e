using System.CommandLine;
using System.Text;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node set</c>: changes fields of nodes that exist. <c>UNDEF</c> removes a value.</summary>
internal sealed class NodeSetCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to change.");
    private readonly NodeFieldOptions _fields = new();
    private readonly Option<bool> _all = Flag("--all", "-a", "Change all nodes.");
    private readonly Option<bool> _yes = Confirmation.Option();

    // Without effect in Warewulf for years; scripts may still write it.
    private readonly Option<bool> _force = new("--force", "-f") { Hidden = true };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("set", ["modify"], "Change fields of nodes.", () => new NodeSetCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        _fields.AddTo(command);
        command.Options.Add(_all);
        command.Options.Add(_yes);
        command.Options.Add(_force);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments) => NodeFieldOptions.FillBareFlags(arguments);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var fields = _fields.Read(invocation);
        if (fields.Count == 0)
        {
            throw WarewulfException.Invalid("No field is given: write 'wwctl node set NODES --image rocky9', or see 'wwctl node set --help'.");
        }

        var yes = invocation.Get(_yes);
        Confirmation.Require(invocation, yes);
        var hosts = Hosts(invocation, cancellationToken);
        if (hosts.Length == 0)
        {
            invocation.Say("No changes: there are no nodes.");
            return ExitCode.Ok;
        }

        if (!yes && !await Confirmation.AskAsync(invocation, Question(hosts, fields), cancellationToken))
        {
            return ExitCode.Ok;
        }

        var request = new NodeChangeRequest(hosts, fields)
        {
            NetName = _fields.NetName(invocation),
            Comment = _fields.Message(invocation),
            Author = invocation.Environment.Author,
        };
        var reply = invocation.Heads.Post(Routes.NodesSet, request, ApiJsonContext.Default.NodeChangeRequest, cancellationToken);
        NodeChange.Report(invocation, reply, "Changed", onePerLine: false);
        return ExitCode.Ok;
    }

    private static string Question(IReadOnlyList<string> hosts, Dictionary<string, string> fields)
    {
        var names = Hostlist.Expand(hosts).ToHashSet();
        var question = new StringBuilder(Hostlist.Fold(names)).Append(":\n");
        foreach (var (flag, value) in fields)
        {
            // A password typed by the one who is asked is no secret to them, but it may be to whoever reads the scrollback.
            var shown = flag == "ipmipass" ? NodeFieldView.Hidden : $"\"{value}\"";
            question.Append("  ").Append(flag).Append(" = ").Append(shown).Append('\n');
        }

        return question.Append("Change ").Append(NodeChange.Count(names.Count)).ToString();
    }

    private string[] Hosts(Invocation invocation, CancellationToken cancellationToken)
    {
        var hosts = invocation.Get(_nodes);
        if (!invocation.Get(_all))
        {
            return hosts.Length > 0
                ? hosts
                : throw WarewulfException.Invalid("No node is named: write 'wwctl node set n[001-100] --image rocky9', or --all for every node.");
        }

        if (hosts.Length > 0)
        {
            invocation.Say("WARN: --all is given: the nodes named are not looked at.");
        }

        var reply = invocation.Heads.Get(Routes.Nodes, cancellationToken);
        var names = reply.Required(reply.Document(), "nodes").Select(node => NodeViews.Name(node) ?? "").ToList();
        return names.Count == 0 ? [] : [Hostlist.Fold(names)];
    }
}
