using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Catalogs;

/// <summary>Who asks for a change, why, and on which terms.</summary>
/// <param name="Author">Who.</param>
/// <param name="Comment">Why.</param>
internal sealed record CommitTerms(string Author, string? Comment)
{
    /// <summary>Only work out what would change.</summary>
    public bool DryRun { get; init; }

    /// <summary>Also work out what differs in files of nodes.</summary>
    public bool Rendered { get; init; }

    /// <summary>Refuse what breaks overlays.</summary>
    public bool Strict { get; init; }

    /// <summary>Refuse unless the catalog is at this revision.</summary>
    public long? IfRevision { get; init; }

    /// <summary>The catalog that whoever asks has looked at; unset means the one this head has when it takes the request.</summary>
    public Catalog? Seen { get; init; }

    /// <summary>Whether nodes may name images that are still to be imported.</summary>
    public bool MayLackImages { get; init; }

    /// <summary>The terms of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="comment">What the history says when the request gives no reason.</param>
    /// <param name="history">Knows what whoever asks has seen.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Core.WarewulfException">NotFound: there is no revision such as they claim to have seen.</exception>
    public static async Task<CommitTerms> OfAsync(ChangeRequest request, string comment, CatalogHistory history, CancellationToken cancellationToken) =>
        new(request.Author ?? "unknown", request.Comment ?? comment)
        {
            DryRun = request.DryRun,
            Rendered = request.Rendered,
            Strict = request.Strict,
            IfRevision = request.IfRevision,
            Seen = request.Seen is { } revision ? await history.AtAsync(revision, cancellationToken) : null,
        };
}
