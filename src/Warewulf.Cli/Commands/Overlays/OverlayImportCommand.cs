using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay import</c>: a file of this machine, with its permissions, owner, time and extended attributes.</summary>
internal sealed class OverlayImportCommand : VerbCommand
{
    private readonly Argument<string[]> _words =
        OverlayWords.Argument("OVERLAY SOURCE PATH", "The overlay, the file here, and where nodes get it: by default at the same path, and below a directory under its own name.");

    private readonly Option<bool> _overwrite = Flag("--overwrite", "-o", "Replace a file that is there.");
    private readonly Option<bool> _parents = Flag("--parents", "-p", "Make missing directories.");

    // Without effect in Warewulf; scripts may still write it.
    private readonly Option<string?> _workers = new("--workers") { Hidden = true };
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("import", ["cp"], "Import a file into an overlay.", () => new OverlayImportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        foreach (var option in (Option[])[_overwrite, _parents, _workers])
        {
            command.Options.Add(option);
        }

        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 2, 3, "import OVERLAY FILE [PATH]");
        var name = OverlayName.Parse(words[0]);
        var source = Path.GetFullPath(words[1], invocation.Environment.Directory);
        var isRoot = words.Length > 2 && words[2].Trim('/').Length == 0;
        var path = isRoot ? default : OverlayWords.Path(words.Length > 2 ? words[2] : Path.IsPathRooted(words[1]) ? words[1] : Path.GetRelativePath(invocation.Environment.Directory, source));
        var file = ImportedFile.Read(source);
        var request = new OverlayPutRequest(name, path, file.Content)
        {
            FileName = BytePath.FromText(Path.GetFileName(source)),
            Overwrite = invocation.Get(_overwrite),
            Parents = invocation.Get(_parents),
            Mode = file.Entry.Mode & UnixMode.PermissionMask,
            Uid = file.Entry.Uid,
            Gid = file.Entry.Gid,
            ModifiedSeconds = file.Entry.ModifiedSeconds,
            Attributes = file.Entry.Attributes,
        };
        var change = new Change<OverlayPutRequest>(Routes.OverlaysPut, ApiJsonContext.Default.OverlayPutRequest, request) { Noun = "overlay", Asks = false };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
