using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Images;

/// <summary>Reports what became of an image.</summary>
internal static class ImageReport
{
    /// <summary>Writes the head's warnings.</summary>
    public static void Warn(Invocation invocation, JsonElement document) =>
        invocation.Warn(document.Items("warnings").Select(warning => warning.Text() ?? ""));

    /// <summary>Writes one line about a build.</summary>
    /// <exception cref="Core.WarewulfException">The answer holds no build.</exception>
    public static void WriteBuild(Invocation invocation, HeadReply reply, JsonElement document) => invocation.Out.Write(BuildLine(reply, document) + "\n");

    /// <summary>One line about a build.</summary>
    /// <exception cref="Core.WarewulfException">The answer holds no build.</exception>
    public static string BuildLine(HeadReply reply, JsonElement document)
    {
        var image = document.Member("image") ?? throw reply.Malformed("lacks 'image'");
        var build = image.Member("build") ?? throw reply.Malformed("lacks 'build'");
        var size = build.Member("archive")?.Whole("length") is { } length ? Units.Bytes(length) : Table.Nothing;
        var name = Line.Clean(image.Text("name") ?? "");
        var what = $"{build.Text("entries")} files, {size} compressed";
        return document.Member("unchanged") is { ValueKind: JsonValueKind.True }
            ? $"Image {name} came out as generation {build.Text("generation")} again: {what}"
            : $"Built image {name}{Generation(build)}: {what}{Changes(build)}";
    }

    /// <summary>Writes one line about the users of an image, if anybody asked for them.</summary>
    public static void WriteUsers(Invocation invocation, string name, JsonElement? users)
    {
        if (users is not { } report)
        {
            return;
        }

        var files = report.Text("files");
        invocation.Out.Write((IsTrue(report, "isWritten"), IsTrue(report, "isNeeded")) switch
        {
            (true, _) => $"Synchronized users of image {name}: {files} files have another owner\n",
            (false, true) => $"Users of image {name} are not those of the host: run 'wwctl image syncuser {name}', which gives {files} files another owner\n",
            _ => $"Users of image {name} are those of the host already\n",
        });
    }

    private static bool IsTrue(JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>Writes one line about a build that was only looked at.</summary>
    /// <exception cref="Core.WarewulfException">The answer holds no look.</exception>
    public static void WritePreview(Invocation invocation, HeadReply reply, JsonElement document)
    {
        var preview = document.Member("preview") ?? throw reply.Malformed("lacks 'preview'");
        var bytes = preview.Whole("bytesToRead") ?? 0;
        var before = preview.Member("isAgainstBefore") is { ValueKind: JsonValueKind.True };
        var changes = before ? $"{preview.Text("added")} added, {preview.Text("changed")} changed, {preview.Text("removed")} removed" : "nothing is known of a build before";
        invocation.Out.Write($"Image {Line.Clean(document.Member("image")?.Text("name") ?? "")} would be built: {preview.Text("entries")} files; {changes}; {Units.Bytes(bytes)} to read\n");
    }

    private static string Generation(JsonElement build) => build.Text("generation") is { } generation ? $", generation {generation}" : "";

    // What nodes' edges have to fetch, which is what an admin wonders after a small change to a large image.
    private static string Changes(JsonElement build) =>
        build.Member("changes") is { } changes && changes.Whole("newSegmentBytes") is { } bytes
            ? $"; {changes.Text("added")} added, {changes.Text("changed")} changed, {changes.Text("removed")} removed, {Units.Bytes(bytes)} new"
            : "";
}
