using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Core.Api.Configure;
using Warewulf.Core.Formats;
using Warewulf.Core.Site;

namespace Warewulf.Cli.Commands.Configure;

/// <summary>
/// <c>wwctl configure ssh</c>: the host keys of nodes and root's key, the same on every head. For anybody but root it is that person's own key on this machine,
/// and no head is asked.
/// </summary>
internal sealed class ConfigureSshCommand : VerbCommand
{
    private readonly Option<string[]> _types = new("--keytypes", "-t")
    {
        HelpName = "TYPE",
        Description = "A type of keys, such as ed25519; several times or with commas. Default: those of the settings.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("ssh", [], "Make SSH keys for nodes and root.", () => new ConfigureSshCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Options.Add(_types);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var given = invocation.Given(_types) is { } texts
            ? texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList()
            : null;
        return invocation.Environment.IsRoot
            ? ConfiguredHeads.RunAsync(invocation, new ConfigureRequest([HeadService.Ssh]) { KeyTypes = given }, cancellationToken)
            : UserKey.MakeAsync(invocation, given ?? Settings(invocation).KeyTypes.ToList(), cancellationToken);
    }

    private static SshSettings Settings(Invocation invocation) => File.Exists(invocation.SiteConf)
        ? SiteConfReader.Read(invocation.SiteConf, SourceText.Read(invocation, invocation.SiteConf), static _ => { }).Ssh
        : new SshSettings();
}
