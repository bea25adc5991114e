using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warewulf.Silo.Overlays;

/// <summary>The stored form of <see cref="WorkingCopyState"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WorkingCopyState))]
internal sealed partial class WorkingCopyJsonContext : JsonSerializerContext;
