using System.Security.Cryptography;
using System.Text;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Writes OCI layouts.</summary>
internal static class LayoutBuilder
{
    /// <summary>Writes a layout with one image of these layers, uncompressed archives that are compressed here.</summary>
    public static string Write(string directory, byte[][] layers, string architecture = "amd64")
    {
        Directory.CreateDirectory(Path.Combine(directory, "blobs/sha256"));
        var described = layers.Select(layer => Describe(directory, "application/vnd.oci.image.layer.v1.tar+gzip", Tar.Gzip(layer))).ToList();
        var ids = string.Join(',', layers.Select(layer => $"\"sha256:{Hex(layer)}\""));
        var config = Describe(
            directory,
            "application/vnd.oci.image.config.v1+json",
            $$$"""{"os":"linux","architecture":"{{{architecture}}}","config":{},"rootfs":{"type":"layers","diff_ids":[{{{ids}}}]}}""");
        var manifest = Describe(
            directory,
            "application/vnd.oci.image.manifest.v1+json",
            $$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{config}},"layers":[{{string.Join(',', described)}}]}""");
        File.WriteAllText(Path.Combine(directory, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(
            Path.Combine(directory, "index.json"),
            $$$"""{"schemaVersion":2,"manifests":[{{{manifest[..^1]}}},"annotations":{"org.opencontainers.image.ref.name":"latest"}}]}""");
        return directory;
    }

    private static string Describe(string directory, string type, string content) => Describe(directory, type, Encoding.UTF8.GetBytes(content));

    private static string Describe(string directory, string type, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(directory, "blobs/sha256", Hex(content)), content);
        return $$"""{"mediaType":"{{type}}","digest":"sha256:{{Hex(content)}}","size":{{content.Length}}}""";
    }

    private static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
