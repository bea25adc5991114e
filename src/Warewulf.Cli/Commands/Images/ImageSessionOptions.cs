using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Site;

namespace Warewulf.Cli.Commands.Images;

/// <summary>The options of commands that run inside an image.</summary>
internal sealed class ImageSessionOptions
{
    private readonly Option<string[]> _binds = new("--bind", "-b")
    {
        HelpName = "SOURCE[:DEST[:ro|copy]]",
        Description = "Show a path of the head in the image; read-only with 'ro'; as a copy that stays if it is changed with 'copy'. May be given several times.",
    };

    private readonly Option<string?> _node = new("--node", "-n") { HelpName = "NODE", Description = "Show the image as this node sees it, under its overlays; nothing in it can be changed." };
    private readonly Option<bool> _build = new("--build") { HelpName = Fields.ValueText.YesNo, Description = "Build the image if the command succeeds. Default: true.", DefaultValueFactory = _ => true };
    private readonly Option<bool> _syncUser = new("--syncuser") { Description = "Bring users and groups in line with the head's if the command changed them." };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_binds);
        command.Options.Add(_node);
        command.Options.Add(_build);
        command.Options.Add(_syncUser);
    }

    /// <summary>The request for a session in an image.</summary>
    /// <exception cref="Core.WarewulfException">An option has a value that cannot be used.</exception>
    public ImageSessionRequest Request(Invocation invocation, ImageName image)
    {
        var environment = invocation.Environment;
        return new ImageSessionRequest(image)
        {
            Binds = [.. (invocation.Get(_binds) ?? []).Select(ImageMount.Parse)],
            Node = invocation.Get(_node) is { } node ? NodeName.Parse(node) : null,
            Build = invocation.Get(_build),
            SyncUser = invocation.Get(_syncUser),
            Term = environment.Variable("TERM") is { Length: > 0 } term ? term : null,
            Prompt = environment.Variable("WW_PS1"),
            History = environment.Variable("WW_HISTFILE"),
            Author = environment.Author,
        };
    }
}
