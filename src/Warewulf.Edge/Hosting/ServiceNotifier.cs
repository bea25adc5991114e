using System.Net.Sockets;
using System.Text;

namespace Warewulf.Edge.Hosting;

/// <summary>Tells systemd how the service is, by the protocol of <c>sd_notify(3)</c>. Without systemd it does nothing.</summary>
public static class ServiceNotifier
{
    /// <summary>The service is ready to serve.</summary>
    public static void Ready() => Send("READY=1");

    /// <summary>The service has begun to stop.</summary>
    public static void Stopping() => Send("STOPPING=1");

    // Where nobody listens there is nobody to tell, and no reason not to serve.
    private static void Send(string state)
    {
        try
        {
            Deliver(state);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
        }
    }

    private static void Deliver(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path)
        {
            return;
        }

        // A leading @ stands for the zero byte of an abstract socket.
        var address = path[0] == '@' ? "\0" + path[1..] : path;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(address));
    }
}
