using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Fields;

/// <summary>The flags that say which network device, disk, partition or file system the other flags are about.</summary>
internal sealed class FieldSelectors
{
    private readonly Option<string?> _net = Text("--netname", "NAME", "The network that network fields apply to. Default: default.");
    private readonly Option<string?> _disk = Text("--diskname", "DEVICE", "The disk that fields of disks and partitions apply to.");
    private readonly Option<string?> _part = Text("--partname", "LABEL", "The partition that fields of partitions apply to.");
    private readonly Option<string?> _fs =
        Text("--fsname", "DEVICE", "The file system that fields of file systems apply to: a device below /dev, or the partition of --partname.");

    /// <summary>Adds the flags.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_net, _disk, _part, _fs])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The network that was named; nothing when none was.</summary>
    public string? Net(Invocation invocation) => invocation.Get(_net);

    /// <summary>The names that were given.</summary>
    public SettingsEdit Fill(Invocation invocation, SettingsEdit edit) => edit with
    {
        NetName = invocation.Get(_net) ?? FieldTarget.DefaultNet,
        DiskName = invocation.Get(_disk),
        PartName = invocation.Get(_part),
        FsName = invocation.Get(_fs),
    };

    /// <summary>
    /// Tells which names nothing in the edit is about: they were meant for a field that was forgotten. Scripts write <c>--netname</c>
    /// whether they need it or not, so that one may stand alone.
    /// </summary>
    public static IEnumerable<string> Unused(SettingsEdit edit)
    {
        var scopes = edit.Fields.Keys.Select(flag => NodeFields.Find(flag).Scope).ToHashSet();
        var isPartition = scopes.Contains(FieldScope.Partition);
        if (edit.PartName is not null && !isPartition && edit.PartName != edit.FsName)
        {
            yield return Unused("--partname", "a partition, such as --partsize");
        }

        if (edit.DiskName is not null && !isPartition && !scopes.Contains(FieldScope.Disk) && edit.PartDelete is null)
        {
            yield return Unused("--diskname", "a disk or partition, such as --diskwipe");
        }

        if (edit.FsName is not null && !scopes.Contains(FieldScope.FileSystem))
        {
            yield return Unused("--fsname", "a file system, such as --fsformat");
        }
    }

    private static string Unused(string flag, string what) => $"{flag} is given, and no field of {what}: add one, or leave {flag} out.";

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
