using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Images;

namespace Warewulf.Cli.Completion;

/// <summary>Names that only the head knows. It gets little time: whoever presses the tab key waits.</summary>
internal sealed class CompletionNames(CommandTree tree, IReadOnlyList<string> words, CliEnvironment environment, CancellationToken cancellationToken)
{
    /// <summary>The nodes.</summary>
    public IEnumerable<string> Nodes() => Names(Routes.NodesNames, "names", name => name.Text());

    /// <summary>The profiles.</summary>
    public IEnumerable<string> Profiles() => Names(Routes.Profiles, "profiles", profile => profile.Text("name"));

    /// <summary>The images.</summary>
    public IEnumerable<string> Images() => Names(Routes.Images, "images", view => view.Member("image")?.Text("name"));

    /// <summary>The generations of an image that are kept.</summary>
    public IEnumerable<string> Generations(string image) => ImageName.TryParse(image, null, out var name)
        ? Names($"{Routes.ImagesHistory}?{Routes.ImageParameter}={name}", "generations", generation => generation.Member("build")?.Text("generation"))
        : [];

    /// <summary>The overlays.</summary>
    public IEnumerable<string> Overlays() => Names(Routes.OverlaysNames, "names", name => name.Text());

    /// <summary>The paths in an overlay.</summary>
    public IEnumerable<string> OverlayPaths(string overlay) => Ask($"{Routes.Overlays}?{Routes.OverlayParameter}={Uri.EscapeDataString(overlay)}")
        .Items("overlays").SelectMany(view => view.Items("files")).Select(file => file.Text("path")).OfType<string>().Select(path => BytePath.FromEscaped(path).ToString());

    /// <summary>The latest revisions, and why they were made.</summary>
    public IEnumerable<(string Revision, string? Comment)> Revisions() => Ask(Routes.CatalogHistory).Items("entries")
        .Select(entry => (entry.Text("revision") ?? "", entry.Text("comment")));

    private IEnumerable<string> Names(string route, string list, Func<JsonElement, string?> name) => Ask(route).Items(list).Select(name).OfType<string>();

    private JsonElement Ask(string route)
    {
        // The line is not finished, so it may well be wrong; which heads to ask stands in it all the same.
        var options = tree.Globals.Heads(tree.Root.Parse(words), environment);
        var hasty = new HeadClientOptions
        {
            Heads = options.Heads,
            Token = options.Token,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            AnswerTimeout = TimeSpan.FromSeconds(2),
        };
        return new HeadClient(hasty, environment.Time, _ => { }).Get(route, cancellationToken).Document();
    }
}
