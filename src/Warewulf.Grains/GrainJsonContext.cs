using System.Text.Json;
using System.Text.Json.Serialization;
using Warewulf.Core.Leases;
using Warewulf.Grains.Keys;
using Warewulf.Grains.Nodes;
using Warewulf.Grains.Segments;

namespace Warewulf.Grains;

/// <summary>The JSON form of stored states. Unset values are left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NodeState))]
[JsonSerializable(typeof(SegmentState))]
[JsonSerializable(typeof(LeaseEntry))]
[JsonSerializable(typeof(DiscoveryState))]
[JsonSerializable(typeof(DiscoveredMachine))]
[JsonSerializable(typeof(SshKeyState))]
internal sealed partial class GrainJsonContext : JsonSerializerContext;
