using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Catalogs;

/// <summary>The outcome of a commit, or of the attempt at one.</summary>
/// <param name="Before">The catalog that the change was applied to.</param>
/// <param name="After">The catalog with the change; the same as before when there was nothing to do.</param>
/// <param name="Change">What was, or would be, done; nothing when there was nothing to do.</param>
internal sealed record CatalogCommit(Catalog Before, Catalog After, CatalogChange? Change)
{
    /// <summary>What it does to files of nodes, where that was asked for.</summary>
    public ChangePreview? Preview { get; init; }

    /// <summary>The answer to whoever asked.</summary>
    /// <param name="terms">What was asked for.</param>
    /// <param name="changed">The names of what the request was about.</param>
    /// <param name="warnings">What the admin should know.</param>
    public CommitResponse Answer(CommitTerms terms, IReadOnlyList<string> changed, IReadOnlyList<string> warnings) =>
        new(terms.DryRun ? Before.Revision : After.Revision, Change is null ? [] : changed, [.. warnings, .. Preview?.Errors ?? []])
        {
            Differences = terms.DryRun && Change is not null ? CatalogDiff.Of(Change, Before, After) : [],
            OtherImage = terms.DryRun && Change is not null ? BootChanges.CountOtherImage(Before, After) : 0,
            Rendered = terms.DryRun ? Preview?.Differences ?? [] : [],
        };
}
