using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Fields;

/// <summary>The flags of <c>set</c> that remove whole entries: tags, network devices, disks, partitions, file systems.</summary>
internal sealed class FieldDeletions
{
    private readonly Option<string[]> _tags = List("--tagdel", "Tags to remove.");
    private readonly Option<string[]> _ipmiTags = List("--ipmitagdel", "Tags of the BMC to remove.");
    private readonly Option<string[]> _netTags = List("--nettagdel", "Tags of the network device to remove.");
    private readonly Option<string?> _net = One("--netdel", "NAME", "A network device to remove.");
    private readonly Option<string?> _disk = One("--diskdel", "DEVICE", "A disk to remove.");
    private readonly Option<string?> _part = One("--partdel", "LABEL", "A partition to remove: of the disk of --diskname, else of every disk.");
    private readonly Option<string?> _fs = One("--fsdel", "DEVICE", "A file system to remove.");

    /// <summary>Adds the flags.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_tags, _ipmiTags, _netTags, _net, _disk, _part, _fs])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What is to be removed.</summary>
    public SettingsEdit Fill(Invocation invocation, SettingsEdit edit) => edit with
    {
        TagDelete = Items(invocation, _tags),
        IpmiTagDelete = Items(invocation, _ipmiTags),
        NetTagDelete = Items(invocation, _netTags),
        NetDelete = invocation.Get(_net),
        DiskDelete = invocation.Get(_disk),
        PartDelete = invocation.Get(_part),
        FsDelete = invocation.Get(_fs),
    };

    /// <summary>The items of a flag that takes lists with commas, and may be written several times.</summary>
    public static string[] Items(Invocation invocation, Option<string[]> option) =>
        [.. (invocation.Given(option) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct()];

    /// <summary>A flag that takes a list of names.</summary>
    public static Option<string[]> List(string name, string description) => new(name) { HelpName = "LIST", Description = description };

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
