using Warewulf.Core.Validation;

namespace Warewulf.Core.Images.Oci;

/// <summary>Finds an image in what <c>docker save</c> and <c>podman save</c> write.</summary>
public static class DockerArchiveReader
{
    /// <summary>Finds the image.</summary>
    /// <param name="files">The archive.</param>
    /// <param name="reference">The name and tag of the image; null when the archive has but one.</param>
    /// <param name="platform">The platform that was asked for; null takes what there is.</param>
    /// <exception cref="WarewulfException">NotFound: no such name or platform; Invalid: the archive is damaged.</exception>
    public static OciImage Read(OciFiles files, string? reference, OciPlatform? platform)
    {
        var images = OciReader.Json(OciReader.ReadDocument(files.Open("manifest.json"), "manifest.json"), "manifest.json", OciJsonContext.Default.DockerImages);
        var found = Find(images, reference);
        var config = OciReader.Json(
            OciReader.ReadDocument(files.Open(found.Config ?? ""), found.Config ?? "configuration"), "configuration", OciJsonContext.Default.Config);
        var image = OciReader.Image(config, [.. (found.Layers ?? []).Select(layer => Layer(files, layer))]);
        return platform is null || image.Platform.Satisfies(platform) ? image : throw OciReader.NoPlatform(platform, [image.Platform]);
    }

    private static OciDocuments.DockerImage Find(List<OciDocuments.DockerImage> images, string? reference)
    {
        var all = string.Join(", ", images.SelectMany(image => image.RepoTags ?? []).Select(tag => $"'{Names.Printable(tag)}'").Take(20));
        if (reference is null)
        {
            return images is [var only] ? only
                : images.Count == 0 ? throw WarewulfException.Invalid("The archive names no image. Copy or make it again.")
                : throw WarewulfException.Invalid($"The archive holds several images: {all}. Write which one behind a colon, as in 'docker-archive:FILE:NAME:TAG'.");
        }

        return images.Find(image => image.RepoTags?.Exists(tag => IsNamed(tag, reference)) == true)
            ?? throw WarewulfException.NotFound($"There is no image '{Names.Printable(reference)}' in the archive. It has: {all}.");
    }

    // Podman writes the registry in front of names, docker does not.
    private static bool IsNamed(string tag, string reference)
    {
        var wanted = reference.Contains(':', StringComparison.Ordinal) ? reference : reference + ":latest";
        return tag == wanted || tag.EndsWith("/" + wanted, StringComparison.Ordinal);
    }

    private static Func<OciDigest?, OciLayer> Layer(OciFiles files, string path) => diffId => new OciLayer(
        diffId?.ToString() ?? path,
        null,
        diffId,
        () => files.Open(path) ?? throw WarewulfException.Invalid($"The archive lacks the layer '{Names.Printable(path)}'. Copy or make it again."));
}
