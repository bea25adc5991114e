using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Formats;

namespace Warewulf.Cli.Commands.Declared;

/// <summary>
/// Lets the user edit nodes or profiles as text. Names that are gone from the text are deleted, new ones added, others replaced. A text
/// that cannot be read, or that the head refuses, goes back to the editor when the user wants that, and is never thrown away.
/// </summary>
internal static class SettingsEditor
{
    /// <summary>Edits until the text is taken, or the user has enough.</summary>
    public static async Task<int> RunAsync(
        Invocation invocation, ChangeOptions options, EditedSettings edited, bool hasHeader, CancellationToken cancellationToken)
    {
        var original = (hasHeader ? EditHeader.Write(edited.Noun == "profile") : "") + NodesConfWriter.WriteMap(edited.Before);
        using var file = new EditedFile(edited.Noun + "s.yaml", original);
        while (true)
        {
            var text = await file.EditAsync(invocation, cancellationToken);
            try
            {
                var request = text == original ? null : edited.Compare(file.Path, text, warning => invocation.Say("WARN: " + warning));
                if (request is null)
                {
                    invocation.Say("No changes.");
                    return ExitCode.Ok;
                }

                var change = new Change<DeclareRequest>(Routes.CatalogDeclare, ApiJsonContext.Default.DeclareRequest, request);
                return await ChangeRunner.RunAsync(invocation, options, change, cancellationToken);
            }
            catch (WarewulfException e)
            {
                ErrorText.Write(invocation.Environment.Terminal.Error, e.Message);
                if (!invocation.Environment.Terminal.IsInputTerminal || !await Confirmation.AskAsync(invocation, "Edit it again", cancellationToken))
                {
                    file.Keep();
                    invocation.Say($"The edited text is kept in {file.Path}.");
                    return ExitCode.Error;
                }
            }
        }
    }
}
