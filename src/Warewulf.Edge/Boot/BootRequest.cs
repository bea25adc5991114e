using System.Net;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Boot;

/// <summary>What a machine asks for over HTTP, read from the path and query as Warewulf reads them.</summary>
/// <param name="Stage">The kind of thing: <c>ipxe</c>, <c>kernel</c>, <c>image</c> and so on.</param>
/// <param name="Mac">The machine, as it names itself or as its address gives away.</param>
/// <param name="AssetKey">The secret its firmware presents, if any. Never logged.</param>
/// <param name="Compress">How the artifact is wanted: nothing, <c>gz</c>, or something we do not have.</param>
/// <param name="Remote">Where it asks from.</param>
/// <param name="RemotePort">The port it asks from.</param>
/// <param name="Local">The address and port of ours that it asked.</param>
internal sealed record BootRequest(
    string Stage, MacAddress Mac, string? AssetKey, string? Compress, IPAddress Remote, int RemotePort, IPEndPoint Local);
