using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Nodes;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Fields;

/// <summary>
/// The flags of <c>unset</c>, made from the table of fields: each is a switch. The name of a network device, disk, partition or file
/// system without any of its fields stands for the whole of it.
/// </summary>
/// <param name="isProfile">Whether profiles are spoken of, which lack some fields.</param>
internal sealed class UnsetOptions(bool isProfile)
{
    private readonly List<(NodeField Field, Option<bool> Option)> _fields = [];
    private readonly Dictionary<FieldScope, Option<string[]>> _tags = [];
    private readonly FieldSelectors _selectors = new();

    /// <summary>Adds the flags.</summary>
    public void AddTo(Command command)
    {
        foreach (var field in NodeFields.Settable)
        {
            if (field.Kind == NodeFieldKind.TagMap)
            {
                var tags = FieldDeletions.List("--" + field.UnsetFlag, "Remove these " + field.Help.Split(" to ")[0] + ".");
                command.Options.Add(tags);
                _tags.Add(field.Scope, tags);
            }
            else if (!isProfile || !field.IsNodeOnly)
            {
                var option = new Option<bool>("--" + field.UnsetFlag) { Description = "Remove: " + field.Help + "." };
                if (field.Short is { } letter)
                {
                    option.Aliases.Add("-" + letter);
                }

                command.Options.Add(option);
                _fields.Add((field, option));
            }
        }

        _selectors.AddTo(command);
    }

    /// <summary>What the flags ask for.</summary>
    /// <exception cref="WarewulfException">A flag lacks another one.</exception>
    public SettingsEdit Read(Invocation invocation)
    {
        var chosen = _fields.Where(item => invocation.Get(item.Option)).Select(item => item.Field).ToList();
        var scopes = chosen.Select(field => field.Scope).ToHashSet();
        var edit = _selectors.Fill(invocation, new SettingsEdit { Fields = chosen.ToDictionary(field => field.Flag!, _ => NodeField.Undefined) });
        if (edit.FsName is { } fs && scopes.Contains(FieldScope.FileSystem) && !fs.StartsWith("/dev", StringComparison.Ordinal))
        {
            throw WarewulfException.Invalid($"--fsname: '{Names.Printable(fs)}' is not a device below /dev: write the name that 'wwctl node list --all' shows.");
        }

        edit = edit with
        {
            TagDelete = FieldDeletions.Items(invocation, _tags[FieldScope.Own]),
            IpmiTagDelete = FieldDeletions.Items(invocation, _tags[FieldScope.Ipmi]),
            NetTagDelete = FieldDeletions.Items(invocation, _tags[FieldScope.Net]),
        };
        edit = edit with
        {
            NetDelete = scopes.Contains(FieldScope.Net) || edit.NetTagDelete.Count > 0 ? null : _selectors.Net(invocation),
            DiskDelete = scopes.Contains(FieldScope.Disk) || edit.PartName is not null ? null : edit.DiskName,
            PartDelete = scopes.Contains(FieldScope.Partition) ? null : edit.PartName,
            FsDelete = scopes.Contains(FieldScope.FileSystem) ? null : edit.FsName,
        };
        edit = edit with
        {
            // The whole file system is named by its key, whatever that is; only its fields need a device.
            FsName = edit.FsDelete is null ? edit.FsName : null,

            // As in Warewulf, a partition that is not there is a mistake, and any other thing that is not there was removed before.
            AbsentIsFine = edit.PartDelete is null,
        };
        edit.ThrowIfWrong(isProfile);
        return edit;
    }
}
