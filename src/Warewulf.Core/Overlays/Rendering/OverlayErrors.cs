using Warewulf.Core.Api;
using Warewulf.Core.Nodes;
using Warewulf.Templates;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Sentences about overlays that cannot be rendered.</summary>
internal static class OverlayErrors
{
    internal static WarewulfException Missing(OverlayName overlay, NodeName? node) => new(
        ApiErrorCode.NotFound,
        (node is null ? $"There is no overlay '{overlay}'." : $"Node '{node}' cannot use overlay '{overlay}': it does not exist.")
        + $" Create it with 'wwctl overlay create {overlay}', or take it off the lists of system and runtime overlays.");

    internal static WarewulfException Template(OverlayTree tree, OverlayFile file, NodeName node, TemplateException error) =>
        new(ApiErrorCode.Invalid, $"Overlay '{tree.Name}', file '{tree.Describe(file)}'{TemplateErrorText.Of(error)} (node '{node}').", error);

    internal static WarewulfException Entry(OverlayTree tree, OverlayFile file, NodeName node, Exception error) =>
        new(ApiErrorCode.Invalid, $"Overlay '{tree.Name}', file '{tree.Describe(file)}': {error.Message} (node '{node}').", error);

    internal static WarewulfException Unreadable(OverlayTree tree, OverlayFile file, string why, Exception? cause = null) => new(
        ApiErrorCode.Unavailable, $"Overlay '{tree.Name}', file '{tree.Describe(file)}': {why}. Check the file and try again.", cause);
}
