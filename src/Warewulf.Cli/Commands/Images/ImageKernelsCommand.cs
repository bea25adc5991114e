using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image kernels [IMAGE...]</c>: the kernels of what nodes boot.</summary>
internal sealed class ImageKernelsCommand : VerbCommand
{
    private readonly Argument<string[]> _images =
        new("IMAGES") { Arity = ArgumentArity.ZeroOrMore, Description = "The images; all if none is named." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("kernels", ["kernel"], "List the kernels of images.", () => new ImageKernelsCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(_images);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = ImageArguments.ReadMany(invocation, _images);
        var query = string.Join('&', names.Select(name => $"{Routes.ImageParameter}={name}"));
        var reply = invocation.Heads.Get(names.Count > 0 ? $"{Routes.ImagesKernels}?{query}" : Routes.ImagesKernels, cancellationToken);
        var document = reply.Document();
        var kernels = reply.Required(document, "kernels");
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return Done;
        }

        ImageReport.Warn(invocation, document);
        var table = new Table("Image", "Kernel", "Version", "Default", "Nodes");
        foreach (var view in kernels)
        {
            var kernel = view.Member("kernel") ?? throw reply.Malformed("lacks 'kernel'");
            table.Add(
                view.Text("image"),
                kernel.Text("path"),
                kernel.Text("version"),
                kernel.Member("isDefault") is { ValueKind: JsonValueKind.True } ? "true" : "false",
                view.Text("nodes"));
        }

        table.WriteTo(invocation.Out);
        return Done;
    }
}
