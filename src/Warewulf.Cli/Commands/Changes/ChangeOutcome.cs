using System.Text.Json;
using Warewulf.Cli.Client;

namespace Warewulf.Cli.Commands.Changes;

/// <summary>What a head says that a change did, or would do.</summary>
/// <param name="Document">The whole answer.</param>
/// <param name="Revision">The revision that holds the change, or that it was compared with.</param>
/// <param name="Changed">The names of what changed.</param>
/// <param name="Warnings">What the admin should know.</param>
/// <param name="Groups">What differs.</param>
internal sealed record ChangeOutcome(
    JsonElement Document, long? Revision, IReadOnlyList<string> Changed, IReadOnlyList<string> Warnings, IReadOnlyList<JsonElement> Groups)
{
    /// <summary>Whether everything is as it was before.</summary>
    public bool IsNothing => Changed.Count == 0 && Groups.Count == 0;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="Core.WarewulfException">It is not the answer to a change.</exception>
    public static ChangeOutcome Read(HeadReply reply)
    {
        var document = reply.Document();
        return new ChangeOutcome(
            document,
            document.Whole("revision"),
            [.. reply.Required(document, "changed").Select(name => name.Text() ?? "")],
            [.. document.Items("warnings").Select(warning => warning.Text() ?? "")],
            [.. document.Items("differences")]);
    }
}
