using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Images.Oci;

/// <summary>Finds an image in an OCI layout. Every document but the first is checked against its digest.</summary>
public sealed class OciReader
{
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>Manifests are a few KiB; registries refuse larger ones.</summary>
    private const int MaxDocument = 4 * 1024 * 1024;

    private const int MaxDepth = 4;

    private readonly OciFiles _files;

    private OciReader(OciFiles files) => _files = files;

    /// <summary>Finds the image for a platform.</summary>
    /// <param name="files">The layout.</param>
    /// <param name="reference">The name that the layout has for the image; null when it has but one.</param>
    /// <param name="platform">The platform that was asked for; null takes this machine's where there is a choice, and otherwise what there is.</param>
    /// <exception cref="WarewulfException">NotFound: no such name or platform; Invalid: the layout is damaged.</exception>
    public static OciImage Read(OciFiles files, string? reference, OciPlatform? platform)
    {
        var reader = new OciReader(files);
        var index = Parse(files.Open("index.json"), "index.json", null, OciJsonContext.Default.Manifest);
        var named = Named(index.Manifests ?? [], reference);
        var manifest = reader.Choose(named, platform, 0);
        var image = reader.Image(manifest);
        return platform is null || image.Platform.Satisfies(platform) ? image : throw NoPlatform(platform, [image.Platform]);
    }

    /// <summary>Tells that there is no image for a platform.</summary>
    internal static WarewulfException NoPlatform(OciPlatform wanted, IEnumerable<OciPlatform> there) => new(
        ApiErrorCode.NotFound,
        $"The image is not there for {wanted}, only for {string.Join(", ", there.Distinct().Take(20))}. Choose one of these with --platform.");

    /// <summary>Reads one document, which must not be large.</summary>
    internal static byte[] ReadDocument(Stream? source, string name)
    {
        if (source is null)
        {
            throw WarewulfException.Invalid($"The image has no '{name}', which it needs. Copy or make it again.");
        }

        using (source)
        {
            var buffer = new byte[MaxDocument + 1];
            var length = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MaxDocument
                ? buffer[..length]
                : throw WarewulfException.Invalid($"The image's '{name}' is larger than {MaxDocument} bytes. Copy or make it again.");
        }
    }

    /// <summary>Reads the JSON of a document.</summary>
    internal static T Json<T>(byte[] bytes, string name, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new WarewulfException(ApiErrorCode.Invalid, $"The image's '{name}' cannot be read: {e.Message} Copy or make it again.", e);
        }
    }

    /// <summary>The layers of an image, with the digests that its configuration has for them.</summary>
    internal static OciImage Image(OciDocuments.Config config, IReadOnlyList<Func<OciDigest?, OciLayer>> layers)
    {
        var ids = config.RootFs?.DiffIds ?? [];
        if (ids.Count != layers.Count)
        {
            throw WarewulfException.Invalid(
                $"The image has {layers.Count} layers, and its configuration speaks of {ids.Count}: it is no image of a root file system, or damaged.");
        }

        var platform = new OciPlatform(config.Os ?? "linux", config.Architecture ?? "unknown", config.Variant is "" ? null : config.Variant);
        return new OciImage(platform, [.. layers.Zip(ids, (layer, id) => layer(OciDigest.Parse(id)))]);
    }

    private static List<OciDocuments.Descriptor> Named(List<OciDocuments.Descriptor> manifests, string? reference)
    {
        if (reference is not null)
        {
            var named = manifests.FindAll(entry => Name(entry) == reference || entry.Digest == reference);
            return named.Count > 0 ? named
                : throw WarewulfException.NotFound($"There is no image '{Names.Printable(reference)}' in it. It has: {Listed(manifests)}.");
        }

        return manifests.Select(Name).Distinct().Count() <= 1
            ? manifests
            : throw WarewulfException.Invalid($"It holds several images: {Listed(manifests)}. Write which one behind a colon, as in 'oci:DIR:NAME'.");
    }

    private static string? Name(OciDocuments.Descriptor entry) => entry.Annotations?.GetValueOrDefault(RefName);

    private static string Listed(List<OciDocuments.Descriptor> manifests) =>
        string.Join(", ", manifests.Select(entry => $"'{Names.Printable(Name(entry) ?? entry.Digest ?? "")}'").Distinct().Take(20));

    // An index may hold one manifest for each platform, or name another index that does.
    private OciDocuments.Manifest Choose(List<OciDocuments.Descriptor> manifests, OciPlatform? platform, int depth)
    {
        if (manifests.Count == 0 || depth > MaxDepth)
        {
            throw WarewulfException.Invalid("The layout names no image. Copy or make it again.");
        }

        var wanted = platform ?? OciPlatform.Own;
        var chosen = manifests.Count == 1 ? manifests[0]
            : manifests.Find(entry => entry.Platform is not null && Of(entry.Platform).Satisfies(wanted))
                ?? throw NoPlatform(wanted, manifests.Select(entry => entry.Platform).OfType<OciDocuments.Platform>().Select(Of).Where(there => there.Os != "unknown"));
        var digest = OciDigest.Parse(chosen.Digest);
        var manifest = Parse(_files.OpenBlob(digest), digest.ToString(), digest, OciJsonContext.Default.Manifest);
        return manifest.Manifests is { } inner ? Choose(inner, platform, depth + 1) : manifest;
    }

    private static OciPlatform Of(OciDocuments.Platform platform) =>
        new(platform.Os ?? "", platform.Architecture ?? "", platform.Variant is "" ? null : platform.Variant);

    private OciImage Image(OciDocuments.Manifest manifest)
    {
        var digest = OciDigest.Parse(manifest.Config?.Digest);
        var config = Parse(_files.OpenBlob(digest), digest.ToString(), digest, OciJsonContext.Default.Config);
        return Image(config, [.. (manifest.Layers ?? []).Select(layer => Layer(OciDigest.Parse(layer.Digest)))]);
    }

    private Func<OciDigest?, OciLayer> Layer(OciDigest digest) => diffId => new OciLayer(
        digest.ToString(),
        digest,
        diffId,
        () => _files.OpenBlob(digest) ?? throw WarewulfException.Invalid($"The layer {digest} is missing. Copy or make the image again."));

    private static T Parse<T>(Stream? source, string name, OciDigest? digest, JsonTypeInfo<T> type)
        where T : class
    {
        var bytes = ReadDocument(source, name);
        return digest is null || Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest.Hex
            ? Json(bytes, name, type)
            : throw WarewulfException.Invalid($"The image's '{name}' is damaged: its content has another digest. Copy or make it again.");
    }
}
