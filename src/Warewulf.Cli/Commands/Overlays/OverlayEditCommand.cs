using System.CommandLine;
using System.Text;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary>
/// <c>wwctl overlay edit</c>: a file of an overlay in an editor on this machine. What others changed in it meanwhile is not overwritten, and
/// what was edited is not thrown away.
/// </summary>
internal sealed class OverlayEditCommand : VerbCommand
{
    private const string Starter =
        """
        {{- /* Nodes get this file without the ending .ww, with each {{ }} replaced: {{ .Id }} is the node's name.
               'wwctl overlay show --render NODE' shows what a node gets, 'wwctl overlay info' what a template reads. */ -}}

        """;

    private readonly Argument<string[]> _words = OverlayWords.Argument("OVERLAY PATH", "The overlay, and the file to edit; it is made when there is none.");
    private readonly Option<bool> _parents = Flag("--parents", "-p", "Make missing directories.");

    // Without effect in Warewulf; scripts may still write it.
    private readonly Option<string?> _mode = new("--mode", "-m") { Hidden = true };
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("edit", [], "Edit a file of an overlay in $EDITOR.", () => new OverlayEditCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_parents);
        command.Options.Add(_mode);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 2, 2, "edit OVERLAY PATH");
        var (name, path) = (OverlayName.Parse(words[0]), OverlayWords.Path(words[1]));
        var (revision, content) = Read(invocation, name, path, cancellationToken);
        var original = content ?? (path.Bytes.EndsWith(".ww"u8) ? Encoding.UTF8.GetBytes(Starter) : []);
        using var file = new EditedFile(Path.GetFileName(path.ToString()), original);
        await file.EditAsync(invocation, cancellationToken);
        var edited = await File.ReadAllBytesAsync(file.Path, cancellationToken);
        if (edited.AsSpan().SequenceEqual(original))
        {
            invocation.Say("No changes.");
            return ExitCode.Ok;
        }

        var request = new OverlayPutRequest(name, path, edited) { Overwrite = content is not null, Parents = invocation.Get(_parents), Seen = revision };
        var change = new Change<OverlayPutRequest>(Routes.OverlaysPut, ApiJsonContext.Default.OverlayPutRequest, request) { Noun = "overlay", Asks = false };
        try
        {
            return await ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
        }
        catch (WarewulfException e)
        {
            file.Keep();
            ErrorText.Write(invocation.Environment.Terminal.Error, e.Message);
            invocation.Say($"The edited text is kept in {file.Path}.");
            return ExitCode.Error;
        }
    }

    // Told before the editor opens: that there is no such overlay, and no directory for the file.
    private (long? Revision, byte[]? Content) Read(Invocation invocation, OverlayName name, BytePath path, CancellationToken cancellationToken)
    {
        var reply = invocation.Heads.Get($"{Routes.Overlays}?{Routes.OverlayParameter}={Uri.EscapeDataString(name.ToString())}", cancellationToken);
        var document = reply.Document();
        if (reply.Required(document, "overlays").FirstOrDefault() is not { ValueKind: JsonValueKind.Object } overlay)
        {
            throw WarewulfException.NotFound($"There is no overlay '{name}': create it with 'wwctl overlay create {name}'.");
        }

        var paths = overlay.Items("files").Select(file => file.Text("path") ?? "").ToHashSet(StringComparer.Ordinal);
        if (paths.Contains(path.ToEscaped()))
        {
            var file = invocation.Heads.Get(OverlayWords.Query(Routes.OverlaysFile, name, path), cancellationToken).Document();
            return (file.Whole("revision"), file.Member("content")?.GetBytesFromBase64());
        }

        return path.Parent.IsEmpty || paths.Contains(path.Parent.ToEscaped()) || invocation.Get(_parents)
            ? (document.Whole("revision"), null)
            : throw WarewulfException.NotFound($"Overlay '{name}' has no directory '{path.Parent}': add --parents to make it.");
    }
}
