using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node set</c>: changes fields of nodes that exist. <c>UNDEF</c> removes a value.</summary>
internal sealed class NodeSetCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to change.");
    private readonly FieldOptions _fields = new(isProfile: false, new FieldDeletions());
    private readonly ChangeOptions _change = new();
    private readonly Option<bool> _all = Flag("--all", "-a", "Change all nodes.");

    // Without effect in Warewulf for years; scripts may still write it.
    private readonly Option<bool> _force = new("--force", "-f") { Hidden = true };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("set", ["modify"], "Change fields of nodes.", () => new NodeSetCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        _fields.AddTo(command);
        _change.AddTo(command);
        command.Options.Add(_all);
        command.Options.Add(_force);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments) => FieldOptions.FillBareFlags(arguments);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var edit = _fields.Read(invocation);
        if (edit.IsEmpty)
        {
            throw WarewulfException.Invalid("No field is given: write 'wwctl node set NODES --image rocky9', or see 'wwctl node set --help'.");
        }

        _change.RequireAnswer(invocation);
        var hosts = Hosts(invocation, cancellationToken);
        if (hosts.Length == 0)
        {
            invocation.Say("No changes: there are no nodes.");
            return ExitCode.Ok;
        }

        var request = new NodeChangeRequest(hosts, edit);
        var change = new Change<NodeChangeRequest>(Routes.NodesSet, ApiJsonContext.Default.NodeChangeRequest, request) { Noun = "node" };
        return await ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
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

        return NodeNames.All(invocation, cancellationToken);
    }
}
