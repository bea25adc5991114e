using System.Text;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Declared;

/// <summary>The comment above a text that is edited: every key there is, where it stands and what it takes.</summary>
internal static class EditHeader
{
    // Where the fields of a scope stand; what the user names is written as in Warewulf's own header.
    private static readonly Dictionary<FieldScope, string[]> Places = new()
    {
        [FieldScope.Own] = [],
        [FieldScope.Kernel] = ["kernel"],
        [FieldScope.Ipmi] = ["ipmi"],
        [FieldScope.Net] = ["network devices", "element"],
        [FieldScope.Disk] = ["disks", "element"],
        [FieldScope.Partition] = ["disks", "element", "partitions", "element"],
        [FieldScope.FileSystem] = ["filesystems", "element"],
    };

    /// <summary>Writes the comment.</summary>
    public static string Write(bool isProfile)
    {
        var text = new StringBuilder(isProfile ? "#profilename:\n" : "#nodename:\n");
        string[] last = [];
        foreach (var field in NodeFields.All.Where(field => !isProfile || !field.IsNodeOnly))
        {
            var place = Places[field.Scope];
            var common = place.Zip(last).TakeWhile(pair => pair.First == pair.Second).Count();
            for (var depth = common; depth < place.Length; depth++)
            {
                text.Append('#').Append(' ', 2 * (depth + 1)).Append(place[depth]).Append(":\n");
            }

            text.Append('#').Append(' ', 2 * (place.Length + 1)).Append(field.Key).Append(": ").Append(ValueText.Of(field.Kind)).Append('\n');
            last = place;
        }

        return text.Append('\n').ToString();
    }
}
