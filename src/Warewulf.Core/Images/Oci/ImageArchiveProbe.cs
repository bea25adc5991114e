using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Oci;

/// <summary>Tells an archive of an image (of layers and their manifest) from an archive of a root file system, by the names in it.</summary>
public static class ImageArchiveProbe
{
    private const int HexLength = 64;

    /// <summary>Looks at the first members, mostly at one or two.</summary>
    /// <param name="archive">The archive from its first byte, compressed or not.</param>
    /// <param name="decompressor">Opens xz, zstd and bzip2 archives.</param>
    /// <returns>Whether it holds an image. What cannot be read holds none; unpacking it tells why.</returns>
    public static bool IsImage(Stream archive, ArchiveDecompressor? decompressor)
    {
        var hasManifest = false;
        try
        {
            using var plain = ImageTree.Decompress(archive, decompressor);
            var reader = new TarArchiveReader(plain);
            while (reader.ReadEntry() is { } entry)
            {
                switch (Judge(entry.Name.ToString()))
                {
                    case true:
                        return true;
                    case false:
                        return false;
                    default:
                        hasManifest |= entry.Name.FileName.SequenceEqual("manifest.json"u8) || entry.Name.FileName.SequenceEqual("index.json"u8);
                        break;
                }
            }
        }
        catch (Exception e) when (e is WarewulfException or InvalidDataException)
        {
            return false;
        }

        return hasManifest;
    }

    /// <summary>Whether the archive is compressed in any way that is known.</summary>
    public static bool IsCompressed(Stream archive) => new PeekedStream(archive).Compression != ArchiveCompression.None;

    /// <summary>Decompresses an archive whole.</summary>
    /// <exception cref="WarewulfException">Invalid: it is damaged or cut short.</exception>
    public static void Decompress(Stream archive, Stream target, ArchiveDecompressor? decompressor, CancellationToken cancellationToken)
    {
        using var plain = ImageTree.Decompress(archive, decompressor);
        var buffer = new byte[256 * 1024];
        try
        {
            int count;
            while ((count = plain.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                target.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException e)
        {
            throw new WarewulfException(Api.ApiErrorCode.Invalid, "The archive cannot be decompressed: it is damaged or was cut short. Copy or make it again.", e);
        }
    }

    // A root file system has nothing of these names; nothing can be said of a directory whose content is yet to come.
    private static bool? Judge(string name)
    {
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        return parts switch
        {
            [] or ["blobs"] or ["manifest.json" or "index.json" or "repositories"] => null,
            ["oci-layout"] or ["blobs", "sha256", ..] => true,
            [var first, ..] => first.Length >= HexLength && !first.AsSpan(0, HexLength).ContainsAnyExcept(OciDigest.Digits),
        };
    }
}
