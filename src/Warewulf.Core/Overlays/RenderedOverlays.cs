using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>What the templates of overlays became for one node, before it is put in its place. Immutable.</summary>
public sealed class RenderedOverlays
{
    private readonly OverlayContext _context;
    private readonly OverlaySet _set;
    private readonly TemplateResult?[] _results;

    internal RenderedOverlays(OverlayContext context, OverlaySet set, TemplateResult?[] results)
    {
        _context = context;
        _set = set;
        _results = results;
    }

    /// <summary>The results, for other renders of the node.</summary>
    internal IReadOnlyList<TemplateResult?> Results => _results;

    /// <summary>Puts everything in its place.</summary>
    /// <exception cref="WarewulfException">Something has no place; the message says what and for whom.</exception>
    public OverlayOutput Place() => OverlayRenderer.Place(_context, _set, _results);

    /// <summary>Whether another render of the same overlays gives the same files. Costs less than to put both in place.</summary>
    public bool IsSameAs(RenderedOverlays other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(_set, other._set))
        {
            return false;
        }

        for (var i = 0; i < _results.Length; i++)
        {
            if (!AreSame(_results[i]?.Rendered, other._results[i]?.Rendered))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSame(RenderedTemplate? x, RenderedTemplate? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.NoBackup == y.NoBackup && x.Outputs.Count == y.Outputs.Count && x.Outputs.Zip(y.Outputs).All(AreSame));

    private static bool AreSame((RenderedOutput X, RenderedOutput Y) pair) =>
        pair.X.Name == pair.Y.Name && pair.X.Target == pair.Y.Target
        && (pair.X.Content is null ? pair.Y.Content is null : pair.Y.Content is not null && pair.X.Content.Bytes.Span.SequenceEqual(pair.Y.Content.Bytes.Span));
}
