using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Catalogs;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Changes;

/// <summary>The flags of every verb that changes the catalog.</summary>
internal sealed class ChangeOptions
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would change, and change nothing." };
    private readonly Option<bool> _rendered = new("--rendered") { Description = "Also show what differs in files of nodes, with --dry-run or before asking." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse the change if overlays could not be rendered with it." };
    private readonly Option<string?> _ifRevision =
        new("--if-revision") { HelpName = "N", Description = "Refuse the change unless the catalog is at revision N." };

    private readonly Option<bool> _yes = Confirmation.Option();
    private readonly Option<string?> _message = new("--message") { HelpName = "TEXT", Description = "Why, for the history." };

    /// <summary>Adds the flags.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_dryRun);
        command.Options.Add(_rendered);
        command.Options.Add(_strict);
        command.Options.Add(_ifRevision);
        command.Options.Add(_yes);
        command.Options.Add(_message);
    }

    /// <summary>Whether to only show what would change.</summary>
    public bool IsDryRun(Invocation invocation) => invocation.Get(_dryRun);

    /// <summary>Whether the question was answered beforehand.</summary>
    public bool IsYes(Invocation invocation) => invocation.Get(_yes);

    /// <summary>Refuses a verb that will have to ask where nobody can answer, before any work is done for it.</summary>
    /// <exception cref="WarewulfException">Standard input is not a terminal, and neither <c>--yes</c> nor <c>--dry-run</c> was given.</exception>
    public void RequireAnswer(Invocation invocation) => Confirmation.Require(invocation, IsYes(invocation) || IsDryRun(invocation));

    /// <summary>Says in a request who asks, why, and on what condition.</summary>
    /// <exception cref="WarewulfException">The condition is not a revision.</exception>
    public T Fill<T>(Invocation invocation, T request)
        where T : ChangeRequest => request with
        {
            Author = invocation.Environment.Author,
            Comment = invocation.Get(_message) ?? request.Comment,
            Rendered = invocation.Get(_rendered),
            Strict = invocation.Get(_strict),
            IfRevision = invocation.Get(_ifRevision) is { } text ? RevisionNumber.Parse(text, "--if-revision") : null,
        };
}
