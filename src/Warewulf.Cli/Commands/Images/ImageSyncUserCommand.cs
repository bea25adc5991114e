using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image syncuser</c>.</summary>
internal sealed class ImageSyncUserCommand : VerbCommand
{
    private readonly Argument<string[]> _images = new("IMAGE") { Arity = ArgumentArity.ZeroOrMore, Description = "The image." };

    private readonly Option<bool> _write = new("--write")
    {
        Description = "Change the image; with --write=false only say what would be changed.",
        DefaultValueFactory = static _ => true,
    };

    private readonly Option<bool> _build = new("--build") { Description = "Build it then." };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("syncuser", [], "Give users and groups of an image the ids they have on the head.", () => new ImageSyncUserCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_images);
        command.Options.Add(_write);
        command.Options.Add(_build);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = new ImageSyncUserRequest(Name(invocation.Get(_images)))
        {
            DryRun = !invocation.Get(_write),
            Build = invocation.Get(_build),
            Author = invocation.Environment.Author,
        };
        var stage = new ImageStage($"Synchronizing users of image {request.Name}", invocation.Environment.Time);
        var reply = await Progress.ShowAsync(
            invocation.Environment,
            () => stage.Text,
            () => invocation.Heads.PostLongAsync(
                Routes.ImagesSyncUser, request, ApiJsonContext.Default.ImageSyncUserRequest, stage.Report, cancellationToken));
        var document = reply.Document();
        var users = document.Member("users") ?? throw reply.Malformed("lacks 'users'");
        ImageReport.Warn(invocation, document);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return ExitCode.Ok;
        }

        if (Table(users, invocation.IsVerbose) is { Count: > 0 } table)
        {
            table.WriteTo(invocation.Out);
        }

        ImageReport.WriteUsers(invocation, $"{request.Name}", users);
        if (request.Build)
        {
            ImageReport.WriteBuild(invocation, reply, document);
        }

        return ExitCode.Ok;
    }

    private static ImageName Name(string[] words) => words switch
    {
        [var name] => ImageName.Parse(name),
        [] => throw WarewulfException.Invalid("No image is named: write 'wwctl image syncuser NAME'."),
        _ => throw WarewulfException.Invalid($"Too many words: write 'wwctl image syncuser NAME', not '{Names.Printable(words[1])}' as well."),
    };

    // Most accounts are the same on both sides or in the image alone, and nothing happens to them: those are shown to who wants to see everything.
    private static Table Table(JsonElement users, bool isVerbose)
    {
        var table = new Table("KIND", "NAME", "HOST ID", "IMAGE ID", "STATE");
        foreach (var (kind, member) in ((string, string)[])[("user", "users"), ("group", "groups")])
        {
            foreach (var account in users.Items(member))
            {
                var state = account.Text("state");
                if (isVerbose || state is nameof(ImageAccountState.Differ) or nameof(ImageAccountState.OnlyHost))
                {
                    table.Add(kind, account.Text("name"), account.Text("hostId"), account.Text("imageId"), State(state));
                }
            }
        }

        return table;
    }

    private static string? State(string? state) => state switch
    {
        nameof(ImageAccountState.Match) => "match",
        nameof(ImageAccountState.Differ) => "differ",
        nameof(ImageAccountState.OnlyHost) => "only on host",
        nameof(ImageAccountState.OnlyImage) => "only in image",
        _ => state,
    };
}
