namespace Warewulf.Core.Api;

/// <summary>
/// Every path of the heads' HTTP interface. Paths that edges use begin with <c>/edge</c>, those of people with <c>/api</c>, those of other heads
/// with <c>/head</c>.
/// </summary>
public static class Routes
{
    /// <summary>GET: the head's version and revision; needs no credential.</summary>
    public const string Version = "/api/v1/version";

    /// <summary>GET with <c>hosts</c>: nodes as declared and merged. DELETE is <see cref="NodesDelete"/>.</summary>
    public const string Nodes = "/api/v1/nodes";

    /// <summary>POST <see cref="Api.Nodes.NodeChangeRequest"/>: adds nodes.</summary>
    public const string NodesAdd = "/api/v1/nodes/add";

    /// <summary>POST <see cref="Api.Nodes.NodeChangeRequest"/>: changes fields of nodes.</summary>
    public const string NodesSet = "/api/v1/nodes/set";

    /// <summary>POST <see cref="Api.Nodes.NodeDeleteRequest"/>: removes nodes.</summary>
    public const string NodesDelete = "/api/v1/nodes/delete";

    /// <summary>GET with <c>hosts</c>: boot states, and the machines nobody knows.</summary>
    public const string NodesStatus = "/api/v1/nodes/status";

    /// <summary>GET: the names of all nodes: <see cref="Api.Nodes.NodeNamesResponse"/>.</summary>
    public const string NodesNames = "/api/v1/nodes/names";

    /// <summary>GET with <c>hosts</c>: every value nodes have in effect and where it comes from: <see cref="Api.Nodes.NodeFieldsResponse"/>.</summary>
    public const string NodesFields = "/api/v1/nodes/fields";

    /// <summary>GET: profiles as declared: <see cref="Api.Profiles.ProfileListResponse"/>.</summary>
    public const string Profiles = "/api/v1/profiles";

    /// <summary>POST <see cref="Api.Profiles.ProfileChangeRequest"/>: adds profiles.</summary>
    public const string ProfilesAdd = "/api/v1/profiles/add";

    /// <summary>POST <see cref="Api.Profiles.ProfileChangeRequest"/>: changes fields of profiles.</summary>
    public const string ProfilesSet = "/api/v1/profiles/set";

    /// <summary>POST <see cref="Api.Profiles.ProfileDeleteRequest"/>: removes profiles.</summary>
    public const string ProfilesDelete = "/api/v1/profiles/delete";

    /// <summary>GET with <c>limit</c> (default 20) and <c>before</c>: what was committed: <see cref="Catalogs.HistoryResponse"/>.</summary>
    public const string CatalogHistory = "/api/v1/catalog/history";

    /// <summary>GET with <c>from</c> and <c>to</c>: what differs between two revisions: <see cref="Catalogs.DiffResponse"/>.</summary>
    public const string CatalogDiff = "/api/v1/catalog/diff";

    /// <summary>POST <see cref="Catalogs.RollbackRequest"/>.</summary>
    public const string CatalogRollback = "/api/v1/catalog/rollback";

    /// <summary>GET with <c>hosts</c> and <c>revision</c>: nodes and profiles as declared: <see cref="Catalogs.DeclaredResponse"/>.</summary>
    public const string CatalogDeclared = "/api/v1/catalog/declared";

    /// <summary>POST <see cref="Catalogs.DeclareRequest"/>: declares nodes and profiles whole.</summary>
    public const string CatalogDeclare = "/api/v1/catalog/declare";

    /// <summary>GET: the names of all overlays: <see cref="Api.Overlays.OverlayNamesResponse"/>.</summary>
    public const string OverlaysNames = "/api/v1/overlays/names";

    /// <summary>GET with <c>node</c> and <c>path</c>: how a file of a node's overlays came about: <see cref="Api.Overlays.OverlayTraceResponse"/>.</summary>
    public const string OverlaysTrace = "/api/v1/overlays/trace";

    /// <summary>GET with <c>overlay</c> (several; all when there are none): <see cref="Api.Overlays.OverlayListResponse"/>.</summary>
    public const string Overlays = "/api/v1/overlays";

    /// <summary>GET with <c>overlay</c> and <c>path</c>: one file: <see cref="Api.Overlays.OverlayFileResponse"/>.</summary>
    public const string OverlaysFile = "/api/v1/overlays/file";

    /// <summary>GET with <c>overlay</c>, <c>path</c> and <c>node</c>: what a template becomes: <see cref="Api.Overlays.OverlayRenderResponse"/>.</summary>
    public const string OverlaysRender = "/api/v1/overlays/render";

    /// <summary>GET with <c>overlay</c> and <c>path</c>: what a template reads: <see cref="Api.Overlays.OverlayInfoResponse"/>.</summary>
    public const string OverlaysInfo = "/api/v1/overlays/info";

    /// <summary>POST <see cref="Api.Overlays.OverlayCreateRequest"/>.</summary>
    public const string OverlaysCreate = "/api/v1/overlays/create";

    /// <summary>POST <see cref="Api.Overlays.OverlayDeleteRequest"/>.</summary>
    public const string OverlaysDelete = "/api/v1/overlays/delete";

    /// <summary>POST <see cref="Api.Overlays.OverlayPutRequest"/>.</summary>
    public const string OverlaysPut = "/api/v1/overlays/put";

    /// <summary>POST <see cref="Api.Overlays.OverlayDirectoryRequest"/>.</summary>
    public const string OverlaysMkdir = "/api/v1/overlays/mkdir";

    /// <summary>POST <see cref="Api.Overlays.OverlayAttributesRequest"/>.</summary>
    public const string OverlaysAttributes = "/api/v1/overlays/attributes";

    /// <summary>POST <see cref="Api.Overlays.OverlayBuildRequest"/>, answered with <see cref="Api.Overlays.OverlayBuildResponse"/>.</summary>
    public const string OverlaysBuild = "/api/v1/overlays/build";

    /// <summary>GET with <see cref="TreeSizesParameter"/>: all images: <see cref="Api.Images.ImageListResponse"/>.</summary>
    public const string Images = "/api/v1/images";

    /// <summary>GET with <see cref="ImageParameter"/>: an image with its place and its nodes: <see cref="Api.Images.ImageDetails"/>.</summary>
    public const string ImagesShow = "/api/v1/images/show";

    /// <summary>GET with <see cref="ImageParameter"/>: the builds that are kept: <see cref="Api.Images.ImageHistoryResponse"/>.</summary>
    public const string ImagesHistory = "/api/v1/images/history";

    /// <summary>GET with <see cref="ImageParameter"/>, several times or not at all: kernels: <see cref="Api.Images.ImageKernelsResponse"/>.</summary>
    public const string ImagesKernels = "/api/v1/images/kernels";

    /// <summary>POST <see cref="Api.Images.ImageImportRequest"/>.</summary>
    public const string ImagesImport = "/api/v1/images/import";

    /// <summary>POST <see cref="Api.Images.ImageBuildRequest"/>.</summary>
    public const string ImagesBuild = "/api/v1/images/build";

    /// <summary>POST <see cref="Api.Images.ImageSyncUserRequest"/>.</summary>
    public const string ImagesSyncUser = "/api/v1/images/syncuser";

    /// <summary>POST <see cref="Api.Images.ImageCopyRequest"/>.</summary>
    public const string ImagesCopy = "/api/v1/images/copy";

    /// <summary>POST <see cref="Api.Images.ImageRenameRequest"/>.</summary>
    public const string ImagesRename = "/api/v1/images/rename";

    /// <summary>POST <see cref="Api.Images.ImageDeleteRequest"/>.</summary>
    public const string ImagesDelete = "/api/v1/images/delete";

    /// <summary>POST <see cref="Api.Images.ImageRollbackRequest"/>.</summary>
    public const string ImagesRollback = "/api/v1/images/rollback";

    /// <summary>
    /// POST without a body and with <c>Upgrade: warewulf-session</c>: a command inside an image. What follows are frames; see
    /// <see cref="Api.Images.Sessions.SessionProtocol"/>.
    /// </summary>
    public const string ImagesSession = "/api/v1/images/session";

    /// <summary>POST <see cref="Api.Images.ImageGcRequest"/>: removes content that nothing names any more.</summary>
    public const string ImagesGc = "/api/v1/images/gc";

    /// <summary>
    /// POST <see cref="Api.Configure.ConfigureRequest"/>, answered with <see cref="Api.Configure.ConfigureResponse"/>: brings services of all heads into
    /// step with the site.
    /// </summary>
    public const string Configure = "/api/v1/configure";

    /// <summary>POST <see cref="Edges.PlanRequest"/>, answered with <see cref="Edges.PlanResponse"/>.</summary>
    public const string EdgePlan = "/edge/v1/plan";

    /// <summary>
    /// GET: <see cref="Segments.SegmentSnapshot"/>; with <c>after</c> waits for another revision than that, and with <c>digest</c> besides for
    /// another digest (at most 30 s, then 204).
    /// </summary>
    public const string EdgeSnapshot = "/edge/v1/snapshot";

    /// <summary>
    /// GET <c>/{digest}</c>: the bytes of a blob, with Range. With <c>verify</c> the head reads it whole before it gives it out; with <c>local</c> it
    /// does not ask other heads for it.
    /// </summary>
    public const string EdgeBlobs = "/edge/v1/blobs";

    /// <summary>POST <see cref="Edges.BootEventBatch"/>.</summary>
    public const string EdgeEvents = "/edge/v1/events";

    /// <summary>POST <see cref="Leases.LeaseRequest"/>, answered with <see cref="Leases.LeaseResponse"/>.</summary>
    public const string EdgeLease = "/edge/v1/lease";

    /// <summary>POST <see cref="Leases.LeaseRelease"/>.</summary>
    public const string EdgeLeaseRelease = "/edge/v1/lease/release";

    /// <summary>POST <see cref="Heads.CopyRequest"/> from another head, answered with lines of <see cref="Heads.CopyAnswer"/>.</summary>
    public const string HeadCopy = "/head/v1/copy";

    /// <summary>
    /// POST <see cref="Api.Configure.ConfigureRequest"/> from another head, answered with this head's <see cref="Api.Configure.HeadReport"/>.
    /// </summary>
    public const string HeadConfigure = "/head/v1/configure";

    /// <summary>POST <see cref="Heads.OverlayShareRequest"/> from another head, answered with frames of results and archives.</summary>
    public const string HeadOverlays = "/head/v1/overlays";

    /// <summary>The query parameter that names nodes by a hostlist.</summary>
    public const string HostsParameter = "hosts";

    /// <summary>The query parameter that names an image.</summary>
    public const string ImageParameter = "image";

    /// <summary>The query parameter of <see cref="Images"/> that, when it is 1, asks how large the trees are, which takes a look at every file.</summary>
    public const string TreeSizesParameter = "sizes";

    /// <summary>The query parameter that names an overlay.</summary>
    public const string OverlayParameter = "overlay";

    /// <summary>The query parameter with a path on a node, in the form of <see cref="Archives.BytePath.ToEscaped"/>.</summary>
    public const string PathParameter = "path";

    /// <summary>The query parameter that names one node.</summary>
    public const string NodeParameter = "node";

    /// <summary>The query parameter that says how many entries are wanted.</summary>
    public const string LimitParameter = "limit";

    /// <summary>The query parameter for what came before a revision.</summary>
    public const string BeforeParameter = "before";

    /// <summary>The query parameter for the earlier of two revisions; unset means the one before <see cref="ToParameter"/>.</summary>
    public const string FromParameter = "from";

    /// <summary>The query parameter for the later of two revisions; unset means the current one.</summary>
    public const string ToParameter = "to";

    /// <summary>The query parameter that names a revision.</summary>
    public const string RevisionParameter = "revision";

    /// <summary>The query parameter of <see cref="EdgeSnapshot"/> with the revision that is known.</summary>
    public const string AfterParameter = "after";

    /// <summary>The query parameter of <see cref="EdgeSnapshot"/> with the digest of the snapshot that is known.</summary>
    public const string DigestParameter = "digest";

    /// <summary>The query parameter of <see cref="EdgeBlobs"/> of whoever got the blob damaged: <c>true</c>.</summary>
    public const string VerifyParameter = "verify";

    /// <summary>The query parameter of <see cref="EdgeBlobs"/> with which heads ask each other: <c>true</c>.</summary>
    public const string LocalParameter = "local";
}
