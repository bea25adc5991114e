using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image delete IMAGE...</c>: all of them or none. The head refuses images that nodes or profiles name.</summary>
internal sealed class ImageDeleteCommand : VerbCommand
{
    private readonly Argument<string[]> _images = new("IMAGES") { Arity = ArgumentArity.ZeroOrMore, Description = "The images to delete." };
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("delete", ["rm", "remove", "del"], "Delete images with their trees.", () => new ImageDeleteCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_images);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = ImageArguments.ReadMany(invocation, _images);
        if (names.Count == 0)
        {
            throw WarewulfException.Invalid("No image is named: write 'wwctl image delete rocky8'.");
        }

        var change = new Change<ImageDeleteRequest>(Routes.ImagesDelete, ApiJsonContext.Default.ImageDeleteRequest, new ImageDeleteRequest(names))
        {
            Noun = "image",
            Done = "Deleted",
            IsLong = true,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
