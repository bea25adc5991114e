using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image gc</c>.</summary>
internal sealed class ImageGcCommand : VerbCommand
{
    private readonly Option<bool> _dryRun = Flag("--dry-run", null, "Only tell what would be removed.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("gc", [], "Remove content of images that nothing needs any more from this head.", () => new ImageGcCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Options.Add(_dryRun);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var request = new ImageGcRequest { DryRun = invocation.Get(_dryRun) };
        var reply = await Progress.ShowAsync(
            invocation.Environment,
            () => "Looking at what this head holds",
            () => invocation.Heads.PostLongAsync(Routes.ImagesGc, request, ApiJsonContext.Default.ImageGcRequest, _ => { }, cancellationToken));
        var document = reply.Document();
        ImageReport.Warn(invocation, document);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return ExitCode.Ok;
        }

        var table = new Table("CONTENT", "COUNT", "SIZE");
        foreach (var (name, heading) in Rows(request.DryRun))
        {
            var tally = document.Member(name) ?? throw reply.Malformed($"lacks '{name}'");
            table.Add(heading, tally.Text("count"), Size(tally));
        }

        table.WriteTo(invocation.Out);
        return ExitCode.Ok;
    }

    private static (string Name, string Heading)[] Rows(bool dryRun) =>
    [
        ("examined", "examined"),
        ("reachable", "kept: images or nodes need it"),
        ("inUse", "kept: work goes on with it"),
        ("young", "kept: less than a day old"),
        ("uncertain", "kept: cannot be told"),
        ("removed", dryRun ? "would be removed" : "removed"),
    ];

    private static string? Size(JsonElement tally) => tally.Whole("bytes") is { } bytes ? Units.Bytes(bytes) : null;
}
