using System.Text.Json;
using System.Text.Json.Serialization;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Api.Configure;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Api.Heads;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Api.Profiles;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Api;

/// <summary>The JSON form of everything that crosses a process or is stored. Unset values are left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(IpAddressJsonConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(BootEventBatch))]
[JsonSerializable(typeof(CatalogChange))]
[JsonSerializable(typeof(CommitResponse))]
[JsonSerializable(typeof(ConfigureRequest))]
[JsonSerializable(typeof(ConfigureResponse))]
[JsonSerializable(typeof(CopyAnswer))]
[JsonSerializable(typeof(CopyRequest))]
[JsonSerializable(typeof(DeclaredResponse))]
[JsonSerializable(typeof(DeclareRequest))]
[JsonSerializable(typeof(DiffResponse))]
[JsonSerializable(typeof(DiskConfig))]
[JsonSerializable(typeof(FileSystemConfig))]
[JsonSerializable(typeof(HeadReport))]
[JsonSerializable(typeof(HistoryResponse))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(ImageBuildRequest))]
[JsonSerializable(typeof(ImageCopyRequest))]
[JsonSerializable(typeof(ImageDeleteRequest))]
[JsonSerializable(typeof(ImageDetails))]
[JsonSerializable(typeof(ImageHistoryResponse))]
[JsonSerializable(typeof(ImageGcRequest))]
[JsonSerializable(typeof(ImageGcResponse))]
[JsonSerializable(typeof(ImageImportRequest))]
[JsonSerializable(typeof(ImageKernelsResponse))]
[JsonSerializable(typeof(ImageListResponse))]
[JsonSerializable(typeof(ImageRenameRequest))]
[JsonSerializable(typeof(ImageResponse))]
[JsonSerializable(typeof(ImageSyncUserRequest))]
[JsonSerializable(typeof(ImageRollbackRequest))]
[JsonSerializable(typeof(ImageSessionRequest))]
[JsonSerializable(typeof(LeaseRelease))]
[JsonSerializable(typeof(LeaseRequest))]
[JsonSerializable(typeof(LeaseResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(NetworkConfig))]
[JsonSerializable(typeof(NodeChangeRequest))]
[JsonSerializable(typeof(NodeDeleteRequest))]
[JsonSerializable(typeof(NodeFieldsResponse))]
[JsonSerializable(typeof(NodeListResponse))]
[JsonSerializable(typeof(NodeNamesResponse))]
[JsonSerializable(typeof(OverlayAttributesRequest))]
[JsonSerializable(typeof(OverlayBuildRequest))]
[JsonSerializable(typeof(OverlayBuildResponse))]
[JsonSerializable(typeof(OverlayCreateRequest))]
[JsonSerializable(typeof(OverlayDeleteRequest))]
[JsonSerializable(typeof(OverlayDirectoryRequest))]
[JsonSerializable(typeof(OverlayFileResponse))]
[JsonSerializable(typeof(OverlayInfoResponse))]
[JsonSerializable(typeof(OverlayListResponse))]
[JsonSerializable(typeof(OverlayNamesResponse))]
[JsonSerializable(typeof(OverlayPutRequest))]
[JsonSerializable(typeof(OverlayRenderResponse))]
[JsonSerializable(typeof(OverlayShareRequest))]
[JsonSerializable(typeof(OverlayTraceResponse))]
[JsonSerializable(typeof(NodeStatusResponse))]
[JsonSerializable(typeof(PartitionConfig))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlanResponse))]
[JsonSerializable(typeof(ProfileChangeRequest))]
[JsonSerializable(typeof(ProfileDeleteRequest))]
[JsonSerializable(typeof(ProfileListResponse))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(SegmentSnapshot))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(VersionResponse))]
public sealed partial class ApiJsonContext : JsonSerializerContext;
