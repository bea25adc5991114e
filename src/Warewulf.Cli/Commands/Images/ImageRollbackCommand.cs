using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image rollback IMAGE [GENERATION]</c>: makes another build, unless it is named the one before, the one that nodes boot.</summary>
internal sealed class ImageRollbackCommand : VerbCommand
{
    private readonly Argument<string[]> _words = new("IMAGE GENERATION")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The image, and the generation to boot; the one before the current one if none is named.",
    };

    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("rollback", [], "Make an earlier build of an image the one that nodes boot.", () => new ImageRollbackCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = invocation.Get(_words) switch
        {
            [var image] => new ImageRollbackRequest(ImageName.Parse(image)),
            [var image, var number] => new ImageRollbackRequest(ImageName.Parse(image)) { Generation = Generation(number) },
            _ => throw WarewulfException.Invalid("Name an image, and a generation if it is not the one before: write 'wwctl image rollback rocky9 3'."),
        };
        var change = new Change<ImageRollbackRequest>(Routes.ImagesRollback, ApiJsonContext.Default.ImageRollbackRequest, request)
        {
            Noun = "image",
            Done = "Took back",
            Question = $"Make {(request.Generation is { } generation ? $"generation {generation}" : "the generation before")} of image {request.Name} the one that nodes boot",
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }

    private static int Generation(string text) => ImageReference.TryParseGeneration(text, out var generation)
        ? generation
        : throw WarewulfException.Invalid($"'{Names.Printable(text)}' is no generation: write a number such as 3. See 'wwctl image history' for those there are.");
}
