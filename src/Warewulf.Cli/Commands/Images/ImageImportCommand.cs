using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image import NAME SOURCE</c>, or as in Warewulf <c>SOURCE [NAME]</c>; see <see cref="ImageSource"/>.</summary>
internal sealed class ImageImportCommand : VerbCommand
{
    private readonly Argument<string[]> _words = new("NAME SOURCE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The name, and a directory or tar archive on the head; also as SOURCE [NAME]. The source is the one with a slash.",
    };

    private readonly Option<bool> _force = Flag("--force", "-f", "Replace an image of that name.");
    private readonly Option<bool> _build = Flag("--build", "-b", "Build it at once.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("import", ["pull"], "Import a root file system as an image.", () => new ImageImportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_force);
        command.Options.Add(_build);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (name, source) = ImageSource.Parse(invocation.Get(_words), invocation.Environment.Directory);
        var request = new ImageImportRequest(name, source)
        {
            Force = invocation.Get(_force),
            Build = invocation.Get(_build),
            Author = invocation.Environment.Author,
        };
        var reply = await Progress.ShowAsync(
            invocation.Environment,
            $"Importing image {name}",
            () => invocation.Heads.PostLongAsync(Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest, cancellationToken));
        var document = reply.Document();
        ImageReport.Warn(invocation, document);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else
        {
            invocation.Out.Write($"Imported image {name} from {Line.Clean(source)}\n");
            if (request.Build)
            {
                ImageReport.WriteBuild(invocation, reply, document);
            }
        }

        return ExitCode.Ok;
    }
}
