using Warewulf.Core.Api;
using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Oci;

/// <summary>Unpacks the layers of an image, one over the other.</summary>
public static class OciUnpacker
{
    /// <summary>Unpacks an image. The destination appears when it is whole, verified and on disk, or not at all.</summary>
    /// <param name="image">The image.</param>
    /// <param name="destination">A directory that does not exist yet, in one that does.</param>
    /// <param name="options">How to import.</param>
    /// <param name="cancellationToken">Ends the call; what was unpacked is removed.</param>
    /// <exception cref="WarewulfException">
    /// Invalid: a layer is damaged, unsafe or in an unknown format; otherwise as <see cref="ImageTree.ExtractTar"/>.
    /// </exception>
    public static ImageTreeWriteResult Unpack(OciImage image, string destination, ImageTreeWriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        var meter = new ImageTreeMeter(options.Progress, cancellationToken);
        var warnings = new ImageTreeWarnings();
        ImageTreeStaging.Run(destination, options.Suffix, root => ImageTree.Guard("unpack the image into", destination, () =>
        {
            ImageTree.CopyOver(options.Over, root, meter, warnings, cancellationToken);
            using var extractor = new ImageTreeExtractor(root, meter, warnings);
            var source = new LayersRead(image.Layers);
            meter.Follow(() => source.Bytes, source.Total);
            var merge = options.Over is null ? ImageTreeMerge.FirstLayer : ImageTreeMerge.Layer;
            foreach (var layer in image.Layers)
            {
                Unpack(layer, source, extractor, merge, options.Decompressor, cancellationToken);
                merge = ImageTreeMerge.Layer;
            }

            extractor.Finish(isNew: options.Over is null);
        }));
        meter.Finish();
        return new ImageTreeWriteResult(meter.Entries, meter.Bytes, warnings.ToList());
    }

    private static void Unpack(
        OciLayer layer,
        LayersRead source,
        ImageTreeExtractor extractor,
        ImageTreeMerge merge,
        ArchiveDecompressor? decompressor,
        CancellationToken cancellationToken)
    {
        using var stored = new DigestReadStream(layer.Open());
        source.Begin(stored);
        bool isWhole;
        try
        {
            using var plain = new DigestReadStream(ImageTree.Decompress(stored, decompressor));
            using var ahead = new ReadAheadStream(plain);
            var reader = new TarArchiveReader(ahead);
            extractor.Extract(reader, merge);
            reader.ReadToEnd(cancellationToken);
            isWhole = layer.DiffId is null || plain.Matches(layer.DiffId);
        }
        catch (WarewulfException e) when (e.Code == ApiErrorCode.Invalid)
        {
            // Whatever is wrong inside, a file that is not the one that was packed is the reason.
            throw layer.Digest is not null && !stored.Matches(layer.Digest)
                ? Damaged(layer, e)
                : new WarewulfException(e.Code, $"Layer {layer.Name}: {e.Message}", e);
        }

        if (!isWhole || (layer.Digest is not null && !stored.Matches(layer.Digest)))
        {
            throw Damaged(layer, null);
        }
    }

    private static WarewulfException Damaged(OciLayer layer, Exception? cause) => new(
        ApiErrorCode.Invalid, $"Layer {layer.Name} is damaged: its content has another digest. Copy or make the image again.", cause);
}
