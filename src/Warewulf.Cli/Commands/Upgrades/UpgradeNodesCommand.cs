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

    // Warewulf wants both said, so scripts do.
    private readonly Option<bool> _defaults = Flag("--add-defaults", null, "Not supported yet; =false is accepted.");
    private readonly Option<bool> _overlays = Flag("--replace-overlays", null, "Not supported yet; =false is accepted.");
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
        if (invocation.Get(_defaults))
        {
            throw WarewulfException.Invalid("--add-defaults is not supported yet: leave it out, and set what is missing with 'wwctl profile set default'.");
        }

        if (invocation.Get(_overlays))
        {
            throw WarewulfException.Invalid("--replace-overlays is not supported yet: leave it out, and name the overlays with 'wwctl profile set default'.");
        }

        if (invocation.Get(_mounts) is not null)
        {
            throw WarewulfException.Invalid("--with-warewulfconf is not supported yet: leave it out, and add NFS mounts to the resource 'fstab' of a profile.");
        }

        return _files.RunAsync(invocation, Upgrade, cancellationToken);
    }

    private static string Upgrade(string file, string text, Action<string> warn)
    {
        var conf = NodesConfReader.Read(file, text, warn);
        return NodesConfWriter.Write(conf.Profiles, conf.Nodes);
    }
}
