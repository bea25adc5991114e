using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image history IMAGE</c>: the builds that are kept, newest first. A star stands beside the one that nodes boot.</summary>
internal sealed class ImageHistoryCommand : VerbCommand
{
    private readonly Argument<string[]> _image = ImageArguments.One("The image.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("history", [], "Show the builds of an image that are kept.", () => new ImageHistoryCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(_image);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = ImageArguments.ReadOne(invocation, _image, "wwctl image history rocky9");
        var reply = invocation.Heads.Get($"{Routes.ImagesHistory}?{Routes.ImageParameter}={name}", cancellationToken);
        var document = reply.Document();
        var generations = reply.Required(document, "generations");
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return Done;
        }

        var table = new Table("GENERATION", "BUILT", "BY", "SIZE", "FILES", "NEW", "NODES");
        foreach (var generation in generations)
        {
            var build = generation.Member("build") ?? throw reply.Malformed("lacks 'build'");
            var mark = generation.Member("isCurrent") is { ValueKind: JsonValueKind.True } ? "*" : "";
            table.Add(
                build.Text("generation") + mark,
                build.Moment("builtAt") is { } time ? Units.Moment(time) : null,
                build.Text("author"),
                build.Member("archive")?.Whole("length") is { } length ? Units.Bytes(length) : null,
                Files(build),
                build.Member("changes")?.Whole("newSegmentBytes") is { } bytes ? Units.Bytes(bytes) : null,
                generation.Text("nodes"));
        }

        table.WriteTo(invocation.Out);
        return Done;
    }

    private static string? Files(JsonElement build) => build.Member("changes") is { } changes
        ? $"{build.Text("entries")} (+{changes.Text("added")} ~{changes.Text("changed")} -{changes.Text("removed")})"
        : build.Text("entries");
}
