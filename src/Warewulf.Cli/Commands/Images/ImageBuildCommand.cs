using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary>
/// <c>wwctl image build</c>. It ends at the first image that cannot be built. As JSON or YAML, one image named gives the head's answer,
/// several or <c>--all</c> give a list of answers.
/// </summary>
internal sealed class ImageBuildCommand : VerbCommand
{
    private readonly Argument<string[]> _images = new("IMAGES") { Arity = ArgumentArity.ZeroOrMore, Description = "The images to build." };
    private readonly Option<bool> _all = Flag("--all", "-a", "Build all images.");

    private readonly Option<bool> _syncUser = Flag("--syncuser", null, "Give users and groups the ids they have on the head first.");
    private readonly Option<bool> _dryRun = Flag("--dry-run", null, "Show what was changed since the build before, and build nothing.");

    // A build only compresses what changed, so there is nothing to force.
    private readonly Option<bool> _force = new("--force", "-f") { Hidden = true };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("build", [], "Build what nodes download from an image.", () => new ImageBuildCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_images);
        command.Options.Add(_all);
        command.Options.Add(_syncUser);
        command.Options.Add(_force);
        command.Options.Add(_dryRun);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var isList = invocation.Get(_all) || invocation.Get(_images).Length > 1;
        var documents = new List<JsonElement>();
        foreach (var name in Names(invocation, cancellationToken))
        {
            var request = new ImageBuildRequest(name)
            {
                SyncUser = invocation.Get(_syncUser),
                DryRun = invocation.Get(_dryRun),
                Author = invocation.Environment.Author,
            };
            var stage = new ImageStage($"Building image {name}", invocation.Environment.Time);
            var reply = await Progress.ShowAsync(
                invocation.Environment,
                () => stage.Text,
                () => invocation.Heads.PostLongAsync(Routes.ImagesBuild, request, ApiJsonContext.Default.ImageBuildRequest, stage.Report, cancellationToken));
            var document = reply.Document();
            documents.Add(document);
            ImageReport.Warn(invocation, document);
            if (invocation.Format == OutputFormat.Table)
            {
                if (request.DryRun)
                {
                    ImageReport.WritePreview(invocation, reply, document);
                }
                else
                {
                    ImageReport.WriteUsers(invocation, $"{name}", document.Member("users"));
                    ImageReport.WriteBuild(invocation, reply, document);
                }

                await invocation.Out.FlushAsync(cancellationToken);
            }
        }

        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(isList ? List(documents) : documents[0]);
        }

        return ExitCode.Ok;
    }

    private static JsonElement List(List<JsonElement> documents) => JsonOutput.Make(json =>
    {
        json.WriteStartArray();
        documents.ForEach(document => document.WriteTo(json));
        json.WriteEndArray();
    });

    private List<ImageName> Names(Invocation invocation, CancellationToken cancellationToken)
    {
        var given = invocation.Get(_images);
        if (!invocation.Get(_all))
        {
            return given.Length > 0
                ? [.. given.Select(ImageName.Parse)]
                : throw WarewulfException.Invalid("No image is named: write 'wwctl image build NAME', or --all for every image.");
        }

        if (given.Length > 0)
        {
            invocation.Say("WARN: --all is given: the images named are not looked at.");
        }

        var reply = invocation.Heads.Get(Routes.Images, cancellationToken);
        return [.. reply.Required(reply.Document(), "images").Select(view => ImageName.Parse(view.Member("image")?.Text("name") ?? ""))];
    }
}
