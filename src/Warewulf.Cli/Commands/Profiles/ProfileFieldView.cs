using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary>
/// The rows of <c>wwctl profile list --all</c>: every field of what the profile has, also where the field is empty, as Warewulf writes
/// them. Of kernel, management controller and maps only those that are there are gone into.
/// </summary>
internal static class ProfileFieldView
{
    /// <summary>The fields in display order, with nothing for one that is empty.</summary>
    public static IEnumerable<(string Field, string? Value)> Rows(NodeSettings settings)
    {
        var values = NodeFields.Entries(settings).ToLookup(entry => (entry.Field, entry.Target));
        var fields = NodeFields.All.Where(field => !field.IsNodeOnly).ToList();
        for (var start = 0; start < fields.Count;)
        {
            var scope = fields[start].Scope;
            var run = fields.Skip(start).TakeWhile(field => field.Scope == scope).ToList();
            start += run.Count;
            foreach (var target in Targets(settings, scope))
            {
                foreach (var row in run.SelectMany(field => Rows(field, target)))
                {
                    yield return row;
                }

                // A disk's partitions come right after it, so their own place in the table is passed over.
                var disk = scope == FieldScope.Disk ? settings.Disks![target.Disk!] : null;
                foreach (var label in disk?.Partitions?.Keys ?? [])
                {
                    foreach (var row in fields.Where(field => field.Scope == FieldScope.Partition).SelectMany(field => Rows(field, target with { Partition = label })))
                    {
                        yield return row;
                    }
                }
            }
        }

        IEnumerable<(string Field, string? Value)> Rows(NodeField field, FieldTarget target) => field.Kind switch
        {
            NodeFieldKind.TagMap or NodeFieldKind.ResourceMap => values[(field, target)].Select(entry => (entry.Display, (string?)entry.Value)),
            _ => [(field.Display(target), field.Get(settings, target) is { } text ? field.IsSecret ? Nodes.NodeFieldView.Hidden : text : null)],
        };
    }

    private static IEnumerable<FieldTarget> Targets(NodeSettings settings, FieldScope scope) => scope switch
    {
        FieldScope.Kernel => settings.Kernel is null ? [] : [FieldTarget.Default],
        FieldScope.Ipmi => settings.Ipmi is null ? [] : [FieldTarget.Default],
        FieldScope.Net => settings.NetworkDevices?.Keys.Select(net => new FieldTarget { Net = net }) ?? [],
        FieldScope.Disk => settings.Disks?.Keys.Select(disk => new FieldTarget { Disk = disk }) ?? [],
        FieldScope.Partition => [],
        FieldScope.FileSystem => settings.FileSystems?.Keys.Select(device => new FieldTarget { FileSystem = device }) ?? [],
        _ => [FieldTarget.Default],
    };
}
