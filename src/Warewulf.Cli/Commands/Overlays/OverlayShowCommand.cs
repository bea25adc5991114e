using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay show</c>: a file as it is, or what a node gets of it.</summary>
internal sealed class OverlayShowCommand : VerbCommand
{
    private readonly Argument<string[]> _words = OverlayWords.Argument("OVERLAY PATH", "The overlay, and the file to show.");
    private readonly Option<string?> _render = new("--render", "-r") { HelpName = "NODE", Description = "Show what this node gets of the file." };
    private readonly Option<bool> _quiet = Flag("--quiet", "-q", "With --render: only the content.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("show", ["cat"], "Show a file of an overlay.", () => new OverlayShowCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_render);
        command.Options.Add(_quiet);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 2, 2, "show OVERLAY PATH");
        var (name, path) = (OverlayName.Parse(words[0]), OverlayWords.Path(words[1]));
        var node = invocation.Get(_render);
        var reply = node is null
            ? invocation.Heads.Get(OverlayWords.Query(Routes.OverlaysFile, name, path), cancellationToken)
            : invocation.Heads.Get($"{OverlayWords.Query(Routes.OverlaysRender, name, path)}&{Routes.NodeParameter}={Uri.EscapeDataString(node)}", cancellationToken);
        var document = reply.Document();
        invocation.Warn(document.Items("warnings").Select(warning => warning.Text() ?? ""));
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else if (node is null)
        {
            invocation.Environment.Terminal.WriteBytes(Content(reply, document));
        }
        else
        {
            WriteRendered(invocation, reply, document);
        }

        return Done;
    }

    private static byte[] Content(HeadReply reply, JsonElement file) =>
        file.Member("content") is { ValueKind: JsonValueKind.String } content && content.TryGetBytesFromBase64(out var bytes) ? bytes : throw reply.Malformed("lacks 'content'");

    private static string Shown(string path) => BytePath.FromEscaped(path).ToString();

    private void WriteRendered(Invocation invocation, HeadReply reply, JsonElement document)
    {
        var isAborted = document.Member("isAborted") is { ValueKind: JsonValueKind.True };
        foreach (var file in reply.Required(document, "files"))
        {
            var target = file.Text("target");
            if (!invocation.Get(_quiet))
            {
                invocation.Out.Write($"backupFile: {file.Text("backup")}\nwriteFile: {(isAborted ? "false" : "true")}\nFilename: {Shown(file.Text("path") ?? "")}\n");
                invocation.Out.Write(target is null ? "" : $"Symlink: {Shown(target)}\n");
            }

            invocation.Environment.Terminal.WriteBytes(Content(reply, file));
        }

        if (isAborted)
        {
            invocation.Out.Write("Aborted\n");
        }
    }
}
