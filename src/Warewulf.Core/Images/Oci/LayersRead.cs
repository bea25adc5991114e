namespace Warewulf.Core.Images.Oci;

/// <summary>How much of an image's layers was read, as they are stored.</summary>
internal sealed class LayersRead
{
    private long _before;
    private volatile DigestReadStream? _current;

    /// <summary>Adds up the layers.</summary>
    /// <exception cref="WarewulfException">Invalid: one is missing.</exception>
    internal LayersRead(IReadOnlyList<OciLayer> layers)
    {
        foreach (var layer in layers)
        {
            using var stored = layer.Open();
            Total += stored.Length;
        }
    }

    /// <summary>All bytes of all layers.</summary>
    internal long Total { get; }

    /// <summary>The bytes read so far.</summary>
    internal long Bytes => _before + (_current?.Bytes ?? 0);

    /// <summary>The next layer is read from here on.</summary>
    internal void Begin(DigestReadStream layer)
    {
        _before = Bytes;
        _current = layer;
    }
}
