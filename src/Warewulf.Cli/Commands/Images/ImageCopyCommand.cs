using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image copy IMAGE NEW</c>.</summary>
internal sealed class ImageCopyCommand : VerbCommand
{
    private readonly Argument<string[]> _words = ImageArguments.Two("The image, and what the copy is called.");
    private readonly Option<bool> _build = Flag("--build", "-b", "Build the copy at once.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("copy", ["cp"], "Copy an image.", () => new ImageCopyCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_build);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (image, name) = ImageArguments.ReadTwo(invocation, _words, "wwctl image copy rocky9 rocky9-test");
        var request = new ImageCopyRequest(image, name) { Build = invocation.Get(_build), Author = invocation.Environment.Author };
        var stage = new ImageStage($"Copying image {image}", invocation.Environment.Time);
        var reply = await Progress.ShowAsync(
            invocation.Environment,
            () => stage.Text,
            () => invocation.Heads.PostLongAsync(Routes.ImagesCopy, request, ApiJsonContext.Default.ImageCopyRequest, stage.Report, cancellationToken));
        var document = reply.Document();
        ImageReport.Warn(invocation, document);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return ExitCode.Ok;
        }

        invocation.Out.Write($"Copied image {image} to {name}\n");
        if (request.Build)
        {
            ImageReport.WriteBuild(invocation, reply, document);
        }

        return ExitCode.Ok;
    }
}
