using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Formats;

namespace Warewulf.Cli.Commands.Upgrades;

/// <summary><c>wwctl upgrade nodes</c>: writes a <c>nodes.conf</c> in today's form. The catalog of the heads is another thing: see
/// <c>wwctl import</c>.</summary>
internal sealed class UpgradeNodesCommand : VerbCommand
{
    private readonly UpgradeFiles _files = new(invocation => Path.Combine(invocation.Root, "etc/warewulf/nodes.conf"));

    private readonly Option<bool> _defaults = Flag("--add-defaults", null, "Add to the profiles what Warewulf took for granted before 4.6.");
    private readonly Option<bool> _overlays = Flag("--replace-overlays", null, "Put the overlays that Warewulf 4.6 brought in the place of wwinit and generic.");
    private readonly Option<string?> _mounts = new("--with-warewulfconf") { HelpName = "FILE", Description = "Not supported yet.", Hidden = true };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("nodes", [], "Bring a nodes.conf up to date.", () => new UpgradeNodesCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        _files.AddTo(command);
        foreach (var option in (Option[])[_defaults, _overlays, _mounts])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(_mounts) is not null)
        {
            throw WarewulfException.Invalid("--with-warewulfconf is not supported yet: leave it out, and add NFS mounts to the resource 'fstab' of a profile.");
        }

        return _files.RunAsync(
            invocation,
            (file, text, warn) =>
            {
                var conf = NodesConfReader.Read(file, text, warn);
                conf = invocation.Get(_overlays) ? NodesConfOverlays.Replace(conf) : conf;
                conf = invocation.Get(_defaults) ? NodesConfDefaults.Add(conf, warn) : conf;
                return NodesConfWriter.Write(conf.Profiles, conf.Nodes);
            },
            cancellationToken);
    }
}
