using System.CommandLine;
using System.CommandLine.Help;
using Warewulf.Cli.Commands;
using Warewulf.Cli.Commands.Catalogs;
using Warewulf.Cli.Commands.Configure;
using Warewulf.Cli.Commands.Images;
using Warewulf.Cli.Commands.Nodes;
using Warewulf.Cli.Commands.Overlays;
using Warewulf.Cli.Commands.Profiles;
using Warewulf.Cli.Commands.Upgrades;
using Warewulf.Cli.Completion;

namespace Warewulf.Cli.CommandLine;

/// <summary>The table of contents of <c>wwctl</c>, and the parser made of the part that a command line needs.</summary>
internal sealed class CommandTree
{
    private static readonly Noun[] Nouns =
    [
        new("node", ["nodes"], "Nodes: the machines that boot.",
            () =>
            [
                NodeListCommand.Verb, NodeStatusCommand.Verb, NodeAddCommand.Verb, NodeSetCommand.Verb, NodeUnsetCommand.Verb,
                NodeEditCommand.Verb, NodeExportCommand.Verb, NodeImportCommand.Verb, NodeDeleteCommand.Verb,
            ]),
        new("profile", [], "Profiles: settings that nodes build on.",
            () =>
            [
                ProfileListCommand.Verb, ProfileAddCommand.Verb, ProfileSetCommand.Verb, ProfileUnsetCommand.Verb, ProfileEditCommand.Verb,
                ProfileDeleteCommand.Verb,
            ]),
        new("image", ["container", "vnfs"], "Images: the operating systems that nodes boot.",
            () =>
            [
                ImageListCommand.Verb, ImageShowCommand.Verb, ImageKernelsCommand.Verb, ImageImportCommand.Verb, ImageBuildCommand.Verb,
                ImageHistoryCommand.Verb, ImageRollbackCommand.Verb, ImageCopyCommand.Verb, ImageRenameCommand.Verb, ImageDeleteCommand.Verb,
                ImageSyncUserCommand.Verb, ImageExecCommand.Verb, ImageShellCommand.Verb, ImageGcCommand.Verb,
            ]),
        new("overlay", [], "Overlays: files that nodes get beside their image.",
            () =>
            [
                OverlayListCommand.Verb, OverlayShowCommand.Verb, OverlayCreateCommand.Verb, OverlayEditCommand.Verb, OverlayDeleteCommand.Verb,
                OverlayMkdirCommand.Verb, OverlayBuildCommand.Verb, OverlayImportCommand.Verb, OverlayChmodCommand.Verb, OverlayChownCommand.Verb,
                OverlayInfoCommand.Verb, OverlayTraceCommand.Verb,
            ]),
        new("configure", [], "Configure: services of the heads in step with the site.",
            () =>
            [
                ConfigureCommand.All, ConfigureCommand.Dhcp, ConfigureCommand.Hostfile, ConfigureCommand.Nfs, ConfigureSshCommand.Verb,
                ConfigureCommand.Tftp, ConfigureCommand.Warewulfd,
            ]),
        new("upgrade", [], "Upgrades: files of earlier releases in today's form.", () => [UpgradeConfigCommand.Verb, UpgradeNodesCommand.Verb]),
    ];

    private static readonly Verb[] TopLevel =
    [
        ApplyCommand.Verb, ExportCommand.Verb, ImportCommand.Verb, HistoryCommand.Verb, ShowCommand.Verb, DiffCommand.Verb,
        RollbackCommand.Verb, CompletionCommand.Verb, VersionCommand.Verb,
    ];

    private readonly Dictionary<Command, VerbCommand> _verbs = [];

    /// <summary>Makes the parser for a command line.</summary>
    public CommandTree(IReadOnlyList<string> arguments)
    {
        Arguments = arguments;
        Root = new RootCommand("Provisions clusters: says what nodes are and boot, and shows how they are.");
        Root.Options.Clear();
        Root.Directives.Clear();
        Root.Options.Add(Help());
        Globals.AddTo(Root);
        foreach (var noun in Nouns)
        {
            var command = new Command(noun.Name, noun.Description);
            AddAliases(command, noun.Aliases);
            Root.Subcommands.Add(command);

            // A word that only looks like the noun costs a little time and changes nothing else.
            if (arguments.Any(noun.IsNamed))
            {
                AddVerbs(command, noun.Verbs());
            }
        }

        AddVerbs(Root, TopLevel);
    }

    /// <summary>The root of the commands.</summary>
    public RootCommand Root { get; }

    /// <summary>The options every verb takes.</summary>
    public GlobalOptions Globals { get; } = new();

    /// <summary>The command line to parse, in which verbs have rewritten what the parser would misunderstand.</summary>
    public IReadOnlyList<string> Arguments { get; private set; }

    /// <summary>The verb behind a command; nothing for a noun.</summary>
    public VerbCommand? Find(Command command) => _verbs.GetValueOrDefault(command);

    // The default one also takes /h and /?, and one of those may be a path.
    private static HelpOption Help() => new("--help", "-h") { Description = "Show this help.", Recursive = true };

    private static void AddAliases(Command command, string[] aliases)
    {
        foreach (var alias in aliases)
        {
            command.Aliases.Add(alias);
        }
    }

    private void AddVerbs(Command parent, Verb[] verbs)
    {
        foreach (var verb in verbs)
        {
            var command = new Command(verb.Name, verb.Description);
            AddAliases(command, verb.Aliases);
            parent.Subcommands.Add(command);
            if (Arguments.Any(verb.IsNamed))
            {
                var handler = verb.Create();
                handler.Configure(command);
                _verbs.Add(command, handler);
                Arguments = handler.Rewrite(Arguments);
            }
        }
    }
}
