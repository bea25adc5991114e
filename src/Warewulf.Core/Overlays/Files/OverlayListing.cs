using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Files;

/// <summary>What an overlay's directory holds.</summary>
/// <param name="Manifest">What could be listed.</param>
/// <param name="Problems">What could not, and why. Of a directory: nothing is known of what is below it.</param>
public sealed record OverlayListing(OverlayManifest Manifest, IReadOnlyDictionary<BytePath, string> Problems);
