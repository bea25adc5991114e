using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image rename IMAGE NEW</c>: also in the nodes and profiles that name it.</summary>
internal sealed class ImageRenameCommand : VerbCommand
{
    private readonly Argument<string[]> _words = ImageArguments.Two("The image, and the name it gets.");
    private readonly Option<bool> _build = Flag("--build", "-b", "Build it afterwards.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("rename", ["mv"], "Rename an image.", () => new ImageRenameCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_build);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (image, name) = ImageArguments.ReadTwo(invocation, _words, "wwctl image rename rocky9 rocky9-old");
        var request = new ImageRenameRequest(image, name) { Build = invocation.Get(_build) };
        var change = new Change<ImageRenameRequest>(Routes.ImagesRename, ApiJsonContext.Default.ImageRenameRequest, request)
        {
            Noun = "image",
            Question = $"Rename image {image} to {name}",
            Said = $"Renamed image {image} to {name}{(request.Build ? " and built it" : "")}",
            IsLong = request.Build,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
