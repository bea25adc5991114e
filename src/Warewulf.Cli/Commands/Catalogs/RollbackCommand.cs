using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;

namespace Warewulf.Cli.Commands.Catalogs;

/// <summary><c>wwctl rollback REV</c>: makes a new revision that says what an earlier one said.</summary>
internal sealed class RollbackCommand : VerbCommand
{
    private readonly Argument<string[]> _revision = new("REV") { Arity = ArgumentArity.ZeroOrMore, Description = "The revision to go back to." };
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("rollback", [], "Go back to what an earlier revision said.", () => new RollbackCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_revision);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var revision = invocation.Get(_revision) is [var text]
            ? RevisionNumber.Parse(text)
            : throw WarewulfException.Invalid("Name one revision: write 'wwctl rollback 12'. See 'wwctl history' for those there are.");
        var request = new RollbackRequest(revision);
        var change = new Change<RollbackRequest>(Routes.CatalogRollback, ApiJsonContext.Default.RollbackRequest, request);
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
