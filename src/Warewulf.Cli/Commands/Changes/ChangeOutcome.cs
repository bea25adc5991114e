using System.Text.Json;
using Warewulf.Cli.Client;

namespace Warewulf.Cli.Commands.Changes;

/// <summary>What a head says that a change did, or would do.</summary>
/// <param name="Document">The whole answer.</param>
/// <param name="Changed">The names of what changed.</param>
internal sealed record ChangeOutcome(JsonElement Document, IReadOnlyList<string> Changed)
{
    /// <summary>The revision that holds the change, or that it was compared with.</summary>
    public long? Revision => Document.Whole("revision");

    /// <summary>What the admin should know.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            foreach (var warning in Document.Items("warnings"))
            {
                yield return warning.Text() ?? "";
            }
        }
    }

    /// <summary>What differs, grouped.</summary>
    public IEnumerable<JsonElement> Groups => Document.Items("differences");

    /// <summary>What differs in files of nodes, where that was asked for.</summary>
    public IEnumerable<JsonElement> Rendered => Document.Items("rendered");

    /// <summary>Whether everything is as it was before.</summary>
    public bool IsNothing => Changed.Count == 0 && !Groups.Any();

    /// <summary>Reads an answer.</summary>
    /// <exception cref="Core.WarewulfException">It is not the answer to a change.</exception>
    public static ChangeOutcome Read(HeadReply reply)
    {
        var document = reply.Document();
        var changed = new List<string>();
        foreach (var name in reply.Required(document, "changed"))
        {
            changed.Add(name.Text() ?? "");
        }

        return new ChangeOutcome(document, changed);
    }
}
