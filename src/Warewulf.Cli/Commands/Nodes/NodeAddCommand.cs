using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>
/// <c>wwctl node add</c>. With several nodes <c>--ipaddr</c> and <c>--ipmiaddr</c> count up by one per node, on the head. It does not ask,
/// as in Warewulf.
/// </summary>
internal sealed class NodeAddCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to add.");
    private readonly FieldOptions _fields = new(isProfile: false);
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("add", ["new", "create"], "Add nodes.", () => new NodeAddCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        _fields.AddTo(command);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments) => FieldOptions.FillBareFlags(arguments);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var hosts = invocation.Get(_nodes);
        if (hosts.Length == 0)
        {
            throw WarewulfException.Invalid("No node is named: write 'wwctl node add n[001-100]'.");
        }

        var request = new NodeChangeRequest(hosts, _fields.Read(invocation));
        var change = new Change<NodeChangeRequest>(Routes.NodesAdd, ApiJsonContext.Default.NodeChangeRequest, request)
        {
            Noun = "node",
            Done = "Added",
            OnePerLine = true,
            Asks = false,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
