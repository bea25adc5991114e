using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Images;

/// <summary><c>wwctl image list</c>.</summary>
internal sealed class ImageListCommand : VerbCommand
{
    private readonly Argument<string[]> _images =
        new("IMAGES") { Arity = ArgumentArity.ZeroOrMore, Description = "The images; all if none is named." };

    private readonly Option<bool> _long = Flag("--long", "-l", "Show everything.");
    private readonly Option<bool> _kernel = Flag("--kernel", "-k", "Show the kernel that nodes boot by default.");
    private readonly Option<bool> _size = Flag("--size", "-s", "Show the size of the uncompressed archive.");
    private readonly Option<bool> _chroot = Flag("--chroot", "-c", "Show the size of the tree, for which the head looks at every file.");
    private readonly Option<bool> _compressed = Flag("--compressed", null, "Show the size of the compressed archive.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("list", ["ls"], "List images.", () => new ImageListCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_images);
        foreach (var option in (Option[])[_long, _kernel, _size, _chroot, _compressed])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var reply = invocation.Heads.Get(
            invocation.Get(_chroot) ? $"{Routes.Images}?{Routes.TreeSizesParameter}=1" : Routes.Images, cancellationToken);
        var document = reply.Document();
        var images = Wanted([.. invocation.Get(_images).SelectMany(name => name.Split(','))], [.. reply.Required(document, "images")]);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(Only(document, images));
        }
        else
        {
            Table(invocation, images).WriteTo(invocation.Out);
        }

        return Done;
    }

    private static List<JsonElement> Wanted(IReadOnlyList<string> names, List<JsonElement> views)
    {
        var unknown = names.Except(views.Select(Name)).Select(name => $"'{Names.Printable(name)}'").ToList();
        if (unknown.Count > 0)
        {
            throw WarewulfException.NotFound($"There is no image {string.Join(", ", unknown)}: see 'wwctl image list' for those there are.");
        }

        return names.Count == 0 ? views : [.. views.Where(view => names.Contains(Name(view)))];
    }

    private static JsonElement Image(JsonElement view) => view.Member("image") ?? default;

    private static JsonElement Only(JsonElement document, IReadOnlyList<JsonElement> images) => JsonOutput.Make(json =>
    {
        json.WriteStartObject();
        foreach (var member in document.EnumerateObject())
        {
            if (!member.NameEquals("images"))
            {
                member.WriteTo(json);
                continue;
            }

            json.WriteStartArray("images");
            foreach (var image in images)
            {
                image.WriteTo(json);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    private Table Table(Invocation invocation, IReadOnlyList<JsonElement> views)
    {
        string? Size(JsonElement view) =>
            (invocation.Get(_chroot) ? view.Whole("treeSize")
                : invocation.Get(_compressed) ? Build(view).Member("archive")?.Whole("length")
                : Build(view).Whole("uncompressedLength")) is { } bytes ? Units.Bytes(bytes) : null;
        var (headings, cells) = 0 switch
        {
            _ when invocation.Get(_long) => (
                new[] { "IMAGE NAME", "NODES", "KERNEL VERSION", "CREATION TIME", "MODIFICATION TIME", "SIZE" },
                (Func<JsonElement, string?[]>)(view => [Name(view), view.Text("nodes"), Kernel(view), Time(Image(view), "importedAt"), Time(Build(view), "builtAt"), Size(view)])),
            _ when invocation.Get(_chroot) || invocation.Get(_compressed) || invocation.Get(_size) => (
                ["IMAGE NAME", "NODES", "SIZE"], view => [Name(view), view.Text("nodes"), Size(view)]),
            _ when invocation.Get(_kernel) => (["IMAGE NAME", "NODES", "KERNEL VERSION"], view => [Name(view), view.Text("nodes"), Kernel(view)]),
            _ => (["IMAGE NAME"], view => [Name(view)]),
        };

        var table = new Table(headings);
        foreach (var view in views)
        {
            table.Add(cells(view));
        }

        return table;
    }

    private static string? Name(JsonElement view) => Image(view).Text("name");

    private static JsonElement Build(JsonElement view) => Image(view).Member("build") ?? default;

    private static string? Kernel(JsonElement view)
    {
        var kernels = Build(view).Items("kernels").ToList();
        var standard = kernels.FirstOrDefault(kernel => kernel.Member("isDefault") is { ValueKind: JsonValueKind.True });
        return standard.Text("version");
    }

    private static string Time(JsonElement element, string name) => Units.ImageTime(element.Moment(name));
}
