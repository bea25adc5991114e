using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core.Api.Configure;

namespace Warewulf.Cli.Commands.Configure;

/// <summary><c>wwctl configure</c> and a service: brings that service of every head into step with the site.</summary>
/// <param name="services">The services.</param>
internal sealed class ConfigureCommand(params HeadService[] services) : VerbCommand
{
    // Everything it would show stands in the settings.
    private readonly Option<bool> _show = new("--show", "-s") { Hidden = true };

    /// <summary>The verb for all services.</summary>
    public static Verb All { get; } = new(
        "--all", ["-a"], "All of these but warewulfd, which reads its settings by itself.",
        () => new ConfigureCommand(HeadService.Tftp, HeadService.Dhcp, HeadService.Nfs, HeadService.Ssh, HeadService.Hostfile));

    /// <summary>The verb for DHCP.</summary>
    public static Verb Dhcp { get; } = new("dhcp", [], "Write the files of DHCP servers.", () => new ConfigureCommand(HeadService.Dhcp));

    /// <summary>The verb for <c>/etc/hosts</c>.</summary>
    public static Verb Hostfile { get; } = new("hostfile", [], "Write the nodes into /etc/hosts.", () => new ConfigureCommand(HeadService.Hostfile));

    /// <summary>The verb for NFS.</summary>
    public static Verb Nfs { get; } = new("nfs", [], "Write /etc/exports and restart the NFS server.", () => new ConfigureCommand(HeadService.Nfs));

    /// <summary>The verb for TFTP.</summary>
    public static Verb Tftp { get; } = new("tftp", [], "Tell how TFTP is served.", () => new ConfigureCommand(HeadService.Tftp));

    /// <summary>The verb for the head's own unit.</summary>
    public static Verb Warewulfd { get; } = new("warewulfd", [], "Restart warewulfd, on this head only.", () => new ConfigureCommand(HeadService.Warewulfd));

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        if (services is [HeadService.Tftp])
        {
            command.Options.Add(_show);
        }
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        ConfiguredHeads.RunAsync(invocation, new ConfigureRequest(services), cancellationToken);
}
