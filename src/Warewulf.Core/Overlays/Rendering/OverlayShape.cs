using System.Text;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>
/// Which files of a node's overlays are its own, and their names and links, without their content. Nodes of one shape have everything else in common.
/// </summary>
internal sealed class OverlayShape
{
    private static readonly FileContent Anything = new(default);

    private readonly Dictionary<int, RenderedTemplate> _own;

    private OverlayShape(string key, Dictionary<int, RenderedTemplate> own)
    {
        Key = key;
        _own = own;
    }

    /// <summary>The same for the same shape of the same overlays.</summary>
    internal string Key { get; }

    /// <summary>The shape of rendered overlays.</summary>
    internal static OverlayShape Of(IReadOnlyList<TemplateResult?> results)
    {
        var key = new StringBuilder();
        var own = new Dictionary<int, RenderedTemplate>();
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i] is not { Reads.IsShared: false, Rendered: { } rendered })
            {
                continue;
            }

            key.Append(i).Append(rendered.NoBackup ? '!' : ':');
            foreach (var output in rendered.Outputs)
            {
                key.Append(output.Name).Append('\0').Append(output.Target is null ? "" : "\0" + output.Target).Append('\0');
            }

            key.Append('\n');
            own[i] = rendered with { Outputs = [.. rendered.Outputs.Select(output => output.Content is null ? output : output with { Content = Anything })], Warnings = [] };
        }

        return new OverlayShape(key.ToString(), own);
    }

    /// <summary>What a step became if that is the node's own, as far as it is known; null for a step whose outcome is everybody's.</summary>
    internal RenderedTemplate? Find(int step) => _own.GetValueOrDefault(step);
}
