using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node add</c>. With several nodes <c>--ipaddr</c> and <c>--ipmiaddr</c> count up by one per node, on the head.</summary>
internal sealed class NodeAddCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to add.");
    private readonly NodeFieldOptions _fields = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("add", ["new", "create"], "Add nodes.", () => new NodeAddCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        _fields.AddTo(command);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments) => NodeFieldOptions.FillBareFlags(arguments);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var hosts = invocation.Get(_nodes);
        if (hosts.Length == 0)
        {
            throw WarewulfException.Invalid("No node is named: write 'wwctl node add n[001-100]'.");
        }

        var request = new NodeChangeRequest(hosts, _fields.Read(invocation))
        {
            NetName = _fields.NetName(invocation),
            Comment = _fields.Message(invocation),
            Author = invocation.Environment.Author,
        };
        var reply = invocation.Heads.Post(Routes.NodesAdd, request, ApiJsonContext.Default.NodeChangeRequest, cancellationToken);
        NodeChange.Report(invocation, reply, "Added", onePerLine: true);
        return Done;
    }
}
