using System.Net.Sockets;

namespace Warewulf.Edge.Sockets;

/// <summary>Words for an admin whose server could not bind its port.</summary>
internal static class UdpBindFailure
{
    /// <summary>Says what failed, for which address, and what to do about it.</summary>
    public static string Describe(SocketError error, UdpSocketOptions options)
    {
        var port = options.LocalEndPoint.Port;
        var place = $"UDP port {port} on {options.LocalEndPoint.Address}" + (options.Device is null ? "" : $" (interface '{options.Device}')");
        return error switch
        {
            SocketError.AddressAlreadyInUse =>
                $"{place} is already in use: {options.PortInUseAdvice ?? $"stop the other server (ss -ulpn 'sport = :{port}') or choose another port"}.",
            SocketError.AddressNotAvailable =>
                $"{place} cannot be used: no interface of this machine has that address. Check it with 'ip address' and correct 'ipaddr' in warewulf.conf.",
            SocketError.AccessDenied =>
                $"{place} is not permitted to this user: run the service as root or give it CAP_NET_BIND_SERVICE and CAP_NET_RAW.",
            _ when options.Device is not null && !Directory.Exists($"/sys/class/net/{options.Device}") =>
                $"{place} cannot be used: there is no such interface. Check its name with 'ip link'.",
            _ => $"{place} cannot be used: the system answered '{error}'.",
        };
    }
}
