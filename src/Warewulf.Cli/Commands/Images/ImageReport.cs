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
        return $"Built image {Line.Clean(image.Text("name") ?? "")}: {build.Text("entries")} files, {size} compressed{Changes(build)}";
    }

    // What nodes' edges have to fetch, which is what an admin wonders after a small change to a large image.
    private static string Changes(JsonElement build) =>
        build.Member("changes") is { } changes && changes.Whole("newSegmentBytes") is { } bytes
            ? $"; {changes.Text("added")} added, {changes.Text("changed")} changed, {changes.Text("removed")} removed, {Units.Bytes(bytes)} new"
            : "";
}
