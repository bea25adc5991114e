using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay list</c>. Of a name that there is not, it says so and goes on, as Warewulf does.</summary>
internal sealed class OverlayListCommand : VerbCommand
{
    private readonly Argument<string[]> _overlays = OverlayWords.Argument("OVERLAYS", "The overlays; all if none is named.");
    private readonly Option<bool> _all = Flag("--all", "-a", "List all files.");
    private readonly Option<bool> _long = Flag("--long", "-l", "List all files with permissions and owner.");
    private readonly Option<bool> _path = Flag("--path", "-p", "Show where the overlay lies on the head.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("list", ["ls"], "List overlays and their files.", () => new OverlayListCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_overlays);
        foreach (var option in (Option[])[_all, _long, _path])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = invocation.Get(_overlays);
        var known = names.Where(name => OverlayName.TryParse(name, null, out _)).ToList();
        var query = string.Join('&', known.Select(name => $"{Routes.OverlayParameter}={Uri.EscapeDataString(name)}"));
        var reply = invocation.Heads.Get(query.Length > 0 ? $"{Routes.Overlays}?{query}" : Routes.Overlays, cancellationToken);
        var document = reply.Document();
        var overlays = names.Length > 0 && known.Count == 0 ? [] : reply.Required(document, "overlays").ToList();
        foreach (var unknown in names.Except(overlays.Select(overlay => overlay.Text("name") ?? "")))
        {
            ErrorText.Write(invocation.Environment.Terminal.Error, $"There is no overlay '{Names.Printable(unknown)}': see 'wwctl overlay list' for those there are.");
        }

        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else
        {
            Table(invocation, overlays).WriteTo(invocation.Out);
        }

        return Done;
    }

    private Table Table(Invocation invocation, IEnumerable<JsonElement> overlays)
    {
        var (isLong, isPath) = (invocation.Get(_long), invocation.Get(_path));
        var last = isPath ? "PATH" : "SITE";
        var table = isLong
            ? new Table("PERM MODE", "UID", "GID", "OVERLAY", "FILE PATH", last) { Empty = "" }
            : new Table("OVERLAY NAME", "FILES/DIRS", last) { Empty = "" };
        foreach (var overlay in overlays)
        {
            var (name, place) = (overlay.Text("name"), isPath ? overlay.Text("path") : overlay.Text("isSite"));
            var files = overlay.Items("files").ToList();
            if (isLong)
            {
                files.ForEach(file => table.Add(Mode(file), file.Text("uid"), file.Text("gid"), name, Path(file), place));
            }
            else if (invocation.Get(_all) && files.Count > 0)
            {
                files.ForEach(file => table.Add(name, Path(file), place));
            }
            else
            {
                table.Add(name, files.Count.ToString(CultureInfo.InvariantCulture), place);
            }
        }

        return table;
    }

    private static string Path(JsonElement file) => BytePath.FromEscaped(file.Text("path") ?? "") + (UnixMode.Is(Bits(file), UnixMode.Directory) ? "/" : "");

    private static uint Bits(JsonElement file) => (uint)(file.Whole("mode") ?? 0);

    // As ls writes it.
    private static string Mode(JsonElement file)
    {
        var bits = Bits(file);
        var text = new[] { UnixMode.Is(bits, UnixMode.Directory) ? 'd' : UnixMode.Is(bits, UnixMode.SymbolicLink) ? 'l' : '-' }
            .Concat(Enumerable.Range(0, 9).Select(place => (bits & (0x100u >> place)) != 0 ? "rwx"[place % 3] : '-')).ToArray();
        Special(3, 0x800, 's');
        Special(6, 0x400, 's');
        Special(9, 0x200, 't');
        return new string(text);

        void Special(int place, uint bit, char letter)
        {
            if ((bits & bit) != 0)
            {
                text[place] = text[place] == 'x' ? letter : char.ToUpperInvariant(letter);
            }
        }
    }
}
