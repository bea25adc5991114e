using System.CommandLine;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image show IMAGE</c>: where its tree lies on the head, or with <c>--all</c> more.</summary>
internal sealed class ImageShowCommand : VerbCommand
{
    private readonly Argument<string[]> _image = ImageArguments.One("The image.");
    private readonly Option<bool> _all = Flag("--all", "-a", "Show its kernel and nodes too.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("show", [], "Show where the tree of an image lies.", () => new ImageShowCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_image);
        command.Options.Add(_all);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = ImageArguments.ReadOne(invocation, _image, "wwctl image show rocky9");
        var reply = invocation.Heads.Get($"{Routes.ImagesShow}?{Routes.ImageParameter}={name}", cancellationToken);
        var document = reply.Document();
        var root = Line.Clean(document.Text("rootDirectory") ?? throw reply.Malformed("lacks 'rootDirectory'"));
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else if (!invocation.Get(_all))
        {
            invocation.Out.Write(root + "\n");
        }
        else
        {
            var nodes = document.Items("nodes").Select(node => node.Text() ?? "").ToList();
            invocation.Out.Write($"Name: {name}\n");
            invocation.Out.Write($"KernelVersion: {Line.Clean(document.Text("kernelVersion") ?? "not found")}\n");
            invocation.Out.Write($"Rootfs: {root}\n");
            invocation.Out.Write($"Nr nodes: {nodes.Count}\n");
            invocation.Out.Write($"Nodes: {Line.Clean(Hostlist.Fold(nodes))}\n");
        }

        return Done;
    }
}
