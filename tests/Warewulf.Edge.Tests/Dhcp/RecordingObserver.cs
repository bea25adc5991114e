using System.Collections.Concurrent;
using Warewulf.Edge.Dhcp;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingObserver : IDhcpObserver
{
    public ConcurrentQueue<DhcpExchange> Exchanges { get; } = new();

    public void Seen(DhcpExchange exchange) => Exchanges.Enqueue(exchange);
}
