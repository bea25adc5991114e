using System.Text.Json.Serialization;

namespace Warewulf.Core.Api.Configure;

/// <summary>What of a head is brought into step with the site.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HeadService>))]
public enum HeadService
{
    /// <summary>The unit of <c>warewulfd</c> itself: restarted and enabled, on the head that is asked only.</summary>
    Warewulfd,

    /// <summary>TFTP, which heads and edges serve themselves.</summary>
    Tftp,

    /// <summary>DHCP, which heads and edges serve themselves.</summary>
    Dhcp,

    /// <summary>What the head exports over NFS.</summary>
    Nfs,

    /// <summary>The SSH keys of nodes and of root.</summary>
    Ssh,

    /// <summary>The head's <c>/etc/hosts</c>.</summary>
    Hostfile,
}
