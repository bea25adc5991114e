using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Warewulf.TestKit;

/// <summary>Writes an OCI layout directory by hand, so that tests can make the wrong ones too.</summary>
public sealed class OciLayout
{
    private readonly JsonArray _index = [];

    /// <summary>Begins a layout.</summary>
    public OciLayout(string directory)
    {
        Path = Directory.CreateDirectory(directory).FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "blobs/sha256"));
        File.WriteAllText(System.IO.Path.Combine(Path, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
    }

    /// <summary>How layers are compressed: <c>gzip</c>, <c>zstd</c> or <c>none</c>.</summary>
    public string Compression { get; set; } = "gzip";

    /// <summary>The kind of processor that images added from now on are for; any when unset.</summary>
    public string? Variant { get; set; }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>What the digests of the layers' contents are told to be; computed when unset.</summary>
    public string? DiffId { get; set; }

    /// <summary>A layer of text files; a name that ends in a slash is a directory.</summary>
    public static byte[] Layer(params (string Name, string Content)[] files)
    {
        using var output = new MemoryStream();
        using (var writer = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(name.EndsWith('/')
                    ? new PaxTarEntry(TarEntryType.Directory, name) { Mode = (UnixFileMode)0x1ED }
                    : new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = (UnixFileMode)0x1ED, DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)) });
            }
        }

        return output.ToArray();
    }

    /// <summary>Adds an image.</summary>
    /// <param name="name">Its name; none when null.</param>
    /// <param name="layers">Tar archives, the lowest first.</param>
    /// <returns>The file names of the layers' blobs.</returns>
    public IReadOnlyList<string> Add(string? name, params byte[][] layers) => Add(name, "amd64", layers);

    /// <summary>Adds an image for an architecture.</summary>
    public IReadOnlyList<string> Add(string? name, string architecture, byte[][] layers)
    {
        var blobs = layers.Select(layer => Store(Compress(layer))).ToList();
        var config = new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = "linux",
            ["config"] = new JsonObject(),
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. layers.Select(layer => (JsonNode)(DiffId ?? Digest(layer)))]),
            },
        };
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", Store(Bytes(config))),
            ["layers"] = new JsonArray([.. blobs.Select(blob => (JsonNode)Descriptor(LayerType, blob))]),
        };
        var entry = Descriptor("application/vnd.oci.image.manifest.v1+json", Store(Bytes(manifest)));
        var platform = new JsonObject { ["os"] = "linux", ["architecture"] = architecture };
        if (Variant is not null)
        {
            platform["variant"] = Variant;
        }

        entry["platform"] = platform;
        if (name is not null)
        {
            entry["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = name };
        }

        _index.Add(entry);
        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = _index.DeepClone() };
        File.WriteAllText(System.IO.Path.Combine(Path, "index.json"), index.ToJsonString());
        return blobs;
    }

    /// <summary>Where a blob lies.</summary>
    public string Blob(string digest) => System.IO.Path.Combine(Path, "blobs/sha256", digest);

    private string LayerType => "application/vnd.oci.image.layer.v1.tar" + (Compression == "none" ? "" : "+" + Compression);

    private static byte[] Bytes(JsonNode document) => System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private JsonObject Descriptor(string type, string blob) => new()
    {
        ["mediaType"] = type,
        ["digest"] = "sha256:" + blob,
        ["size"] = new FileInfo(Blob(blob)).Length,
    };

    private string Store(byte[] content)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        File.WriteAllBytes(Blob(name), content);
        return name;
    }

    private byte[] Compress(byte[] content)
    {
        if (Compression == "none")
        {
            return content;
        }

        using var output = new MemoryStream();
        if (Compression == "gzip")
        {
            using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(content);
            }

            return output.ToArray();
        }

        var file = System.IO.Path.Combine(Path, "plain");
        File.WriteAllBytes(file, content);
        using var process = Process.Start(new ProcessStartInfo(Compression, ["-q", "-c", file]) { RedirectStandardOutput = true })!;
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        File.Delete(file);
        return output.ToArray();
    }
}
