using System.Text.Json.Serialization;

namespace Warewulf.Core.Images.Oci;

/// <summary>The JSON form of the documents of images.</summary>
[JsonSerializable(typeof(OciDocuments.Manifest))]
[JsonSerializable(typeof(OciDocuments.Config))]
[JsonSerializable(typeof(List<OciDocuments.DockerImage>), TypeInfoPropertyName = "DockerImages")]
internal sealed partial class OciJsonContext : JsonSerializerContext;
