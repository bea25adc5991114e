using System.Net;
using Warewulf.Core.Api;
using Warewulf.Core.Site;
using Warewulf.Silo.Hosting;

namespace Warewulf.Silo.Heads;

/// <summary>Where other heads reach this one.</summary>
internal static class HeadAddresses
{
    /// <summary>
    /// What <c>--advertise</c> says, else what it listens on. Who listens on every address is reached by the one in <c>warewulf.conf</c>, or
    /// by its name.
    /// </summary>
    /// <param name="options">How the head runs.</param>
    /// <param name="site">The settings.</param>
    /// <param name="listening">The addresses it serves on.</param>
    public static IReadOnlyList<string> Of(SiloOptions options, SiteConfig site, IReadOnlyList<Uri> listening) => options.Advertise.Count > 0
        ? [.. options.Advertise.Select(Text)]
        : [.. listening.Select(address => IsEvery(address) ? Reachable(options, site, address) : address.GetLeftPart(UriPartial.Authority)).Distinct()];

    private static string Text(HeadAddress address) => address.BaseUri.GetLeftPart(UriPartial.Authority);

    private static bool IsEvery(Uri address) =>
        IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    private static string Reachable(SiloOptions options, SiteConfig site, Uri address) =>
        $"{address.Scheme}://{site.Ipaddr?.ToString() ?? options.HostName}:{address.Port}";
}
