using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image shell IMAGE</c>: a shell inside an image; the caller's own kind where the image has it.</summary>
internal sealed class ImageShellCommand : VerbCommand
{
    private readonly Argument<string[]> _images = new("IMAGE") { Arity = ArgumentArity.ZeroOrMore, Description = "The image." };
    private readonly ImageSessionOptions _options = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("shell", ["chroot"], "Work in a shell inside an image, and build the image afterwards.", () => new ImageShellCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_images);
        _options.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(_images) is not [var image])
        {
            throw WarewulfException.Invalid("Name one image: write 'wwctl image shell IMAGE'. To run a command there, use 'wwctl image exec'.");
        }

        var own = invocation.Environment.Variable("SHELL");
        string[] shells = [.. own is ['/', ..] ? [own] : Array.Empty<string>(), "/bin/bash", "/bin/sh"];
        var request = _options.Request(invocation, ImageName.Parse(image)) with { Shells = [.. shells.Distinct()] };
        return new ImageSession(invocation, request).RunAsync(cancellationToken);
    }
}
