using System.Collections.Concurrent;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What templates that read nothing of a node became in one revision: the same for every node, so rendered and compressed once.</summary>
internal sealed class SharedRenders
{
    private readonly ConcurrentDictionary<ParsedTemplate, RenderedTemplate> _renders = new();

    internal RenderedTemplate? Find(ParsedTemplate template) => _renders.GetValueOrDefault(template);

    internal RenderedTemplate Add(ParsedTemplate template, RenderedTemplate rendered) => _renders.GetOrAdd(template, rendered);
}
