using System.CommandLine;
using Warewulf.Cli.Client;
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
        Description = "The name, and docker://REGISTRY/IMAGE:TAG, docker-daemon:IMAGE:TAG, docker-archive:FILE, oci-archive:FILE, oci:DIR, or a directory or archive on the head; also as SOURCE [NAME].",
    };

    private readonly Option<bool> _force = Flag("--force", "-f", "Replace an image of that name.");
    private readonly Option<bool> _update = Flag("--update", "-u", "Lay the new one over an image of that name.");
    private readonly Option<bool> _build = Flag("--build", "-b", "Build it at once.");

    private readonly Option<bool> _syncUser = Flag("--syncuser", null, "Give users and groups the ids they have on the head.");
    private readonly Option<bool> _dryRun = Flag("--dry-run", null, "Look whether the name is free and the source is there, and import nothing.");

    private readonly ImageRegistryOptions _registry = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("import", ["pull"], "Import a root file system as an image.", () => new ImageImportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_force);
        command.Options.Add(_update);
        command.Options.Add(_build);
        command.Options.Add(_syncUser);
        command.Options.Add(_dryRun);
        _registry.AddTo(command);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (name, source) = ImageSource.Parse(invocation.Get(_words), invocation.Environment.Directory);
        var request = _registry.Apply(invocation, new ImageImportRequest(name, source)
        {
            Force = invocation.Get(_force),
            Update = invocation.Get(_update),
            Build = invocation.Get(_build),
            SyncUser = invocation.Get(_syncUser),
            DryRun = invocation.Get(_dryRun),
            Author = invocation.Environment.Author,
        });
        var stage = new ImageStage($"Importing image {name}", invocation.Environment.Time);
        var reply = await Progress.ShowAsync(
            invocation.Environment,
            () => stage.Text,
            () => invocation.Heads.PostLongAsync(
                Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest, stage.Report, cancellationToken));
        var document = reply.Document();
        ImageReport.Warn(invocation, document);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else if (request.DryRun)
        {
            invocation.Out.Write($"Image {name} can be imported from {Line.Clean(source)}\n");
        }
        else
        {
            invocation.Out.Write($"Imported image {name} from {Line.Clean(source)}\n");
            ImageReport.WriteUsers(invocation, $"{name}", document.Member("users"));
            if (request.Build)
            {
                ImageReport.WriteBuild(invocation, reply, document);
            }
        }

        return ExitCode.Ok;
    }
}
