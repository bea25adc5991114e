namespace Warewulf.Core.Api;

/// <summary>Every path of the heads' HTTP interface. Paths that edges use begin with <c>/edge</c>, those of people with <c>/api</c>.</summary>
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

    /// <summary>GET: all images.</summary>
    public const string Images = "/api/v1/images";

    /// <summary>POST <see cref="Api.Images.ImageImportRequest"/>.</summary>
    public const string ImagesImport = "/api/v1/images/import";

    /// <summary>POST <see cref="Api.Images.ImageBuildRequest"/>.</summary>
    public const string ImagesBuild = "/api/v1/images/build";

    /// <summary>POST <see cref="Edges.PlanRequest"/>, answered with <see cref="Edges.PlanResponse"/>.</summary>
    public const string EdgePlan = "/edge/v1/plan";

    /// <summary>
    /// GET: <see cref="Segments.SegmentSnapshot"/>; with <c>after</c> waits for another revision than that, and with <c>digest</c> besides for
    /// another digest (at most 30 s, then 204).
    /// </summary>
    public const string EdgeSnapshot = "/edge/v1/snapshot";

    /// <summary>GET <c>/{digest}</c>: the bytes of a blob, with Range.</summary>
    public const string EdgeBlobs = "/edge/v1/blobs";

    /// <summary>POST <see cref="Edges.BootEventBatch"/>.</summary>
    public const string EdgeEvents = "/edge/v1/events";

    /// <summary>POST <see cref="Leases.LeaseRequest"/>, answered with <see cref="Leases.LeaseResponse"/>.</summary>
    public const string EdgeLease = "/edge/v1/lease";

    /// <summary>POST <see cref="Leases.LeaseRelease"/>.</summary>
    public const string EdgeLeaseRelease = "/edge/v1/lease/release";

    /// <summary>The query parameter that names nodes by a hostlist.</summary>
    public const string HostsParameter = "hosts";

    /// <summary>The query parameter of <see cref="EdgeSnapshot"/> with the revision that is known.</summary>
    public const string AfterParameter = "after";

    /// <summary>The query parameter of <see cref="EdgeSnapshot"/> with the digest of the snapshot that is known.</summary>
    public const string DigestParameter = "digest";
}
