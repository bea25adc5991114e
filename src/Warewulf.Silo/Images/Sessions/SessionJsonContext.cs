using System.Text.Json.Serialization;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>The JSON that a head and the first process of a session exchange. Both are the same program.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SessionPlan))]
[JsonSerializable(typeof(SessionReport))]
internal sealed partial class SessionJsonContext : JsonSerializerContext;
