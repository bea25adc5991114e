using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core.Formats;

namespace Warewulf.Cli.Commands.Upgrades;

/// <summary><c>wwctl upgrade config</c>: writes a <c>warewulf.conf</c> in today's form, with every setting in force.</summary>
internal sealed class UpgradeConfigCommand : VerbCommand
{
    private readonly UpgradeFiles _files = new(invocation => invocation.SiteConf);

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("config", [], "Bring a warewulf.conf up to date.", () => new UpgradeConfigCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => _files.AddTo(command);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        _files.RunAsync(invocation, (file, text, warn) => SiteConfWriter.Write(SiteConfReader.Read(file, text, warn)), cancellationToken);
}
