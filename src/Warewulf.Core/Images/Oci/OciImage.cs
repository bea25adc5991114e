namespace Warewulf.Core.Images.Oci;

/// <summary>An image that was found: what it runs on, and its layers, the lowest first.</summary>
public sealed class OciImage
{
    internal OciImage(OciPlatform platform, IReadOnlyList<OciLayer> layers)
    {
        Platform = platform;
        Layers = layers;
    }

    /// <summary>What it runs on.</summary>
    public OciPlatform Platform { get; }

    /// <summary>The blobs of its layers, by the hexadecimal digits of their digests.</summary>
    public IEnumerable<string> LayerDigests => Layers.Select(layer => layer.Digest?.Hex).OfType<string>();

    internal IReadOnlyList<OciLayer> Layers { get; }
}
