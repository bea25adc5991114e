using System.Text.Json.Serialization;

namespace Warewulf.Core.Images.Oci;

/// <summary>The documents of an image, as far as an import needs them (OCI image specification 1.1; the docker archive's manifest.json).</summary>
internal static class OciDocuments
{
    /// <summary>What an index or a manifest says about another blob.</summary>
    internal sealed record Descriptor
    {
        [JsonPropertyName("mediaType")]
        public string? MediaType { get; init; }

        [JsonPropertyName("digest")]
        public string? Digest { get; init; }

        [JsonPropertyName("size")]
        public long Size { get; init; }

        [JsonPropertyName("platform")]
        public Platform? Platform { get; init; }

        [JsonPropertyName("annotations")]
        public Dictionary<string, string>? Annotations { get; init; }
    }

    /// <summary>The platform of a descriptor.</summary>
    internal sealed record Platform
    {
        [JsonPropertyName("os")]
        public string? Os { get; init; }

        [JsonPropertyName("architecture")]
        public string? Architecture { get; init; }

        [JsonPropertyName("variant")]
        public string? Variant { get; init; }
    }

    /// <summary>An index of images, or an image; which one, its members tell.</summary>
    internal sealed record Manifest
    {
        [JsonPropertyName("manifests")]
        public List<Descriptor>? Manifests { get; init; }

        [JsonPropertyName("config")]
        public Descriptor? Config { get; init; }

        [JsonPropertyName("layers")]
        public List<Descriptor>? Layers { get; init; }
    }

    /// <summary>The configuration of an image.</summary>
    internal sealed record Config
    {
        [JsonPropertyName("os")]
        public string? Os { get; init; }

        [JsonPropertyName("architecture")]
        public string? Architecture { get; init; }

        [JsonPropertyName("variant")]
        public string? Variant { get; init; }

        [JsonPropertyName("rootfs")]
        public RootFs? RootFs { get; init; }
    }

    /// <summary>The digests of the uncompressed layers.</summary>
    internal sealed record RootFs
    {
        [JsonPropertyName("diff_ids")]
        public List<string>? DiffIds { get; init; }
    }

    /// <summary>One image of a docker archive.</summary>
    internal sealed record DockerImage
    {
        [JsonPropertyName("Config")]
        public string? Config { get; init; }

        [JsonPropertyName("RepoTags")]
        public List<string>? RepoTags { get; init; }

        [JsonPropertyName("Layers")]
        public List<string>? Layers { get; init; }
    }
}
