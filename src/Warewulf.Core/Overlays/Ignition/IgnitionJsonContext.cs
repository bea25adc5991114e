using System.Text.Json.Serialization;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>Writes Ignition's configuration: what is not said is left out.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IgnitionConfig))]
internal sealed partial class IgnitionJsonContext : JsonSerializerContext;
