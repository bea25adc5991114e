namespace Warewulf.Edge.Dhcp;

/// <summary>Hears of every machine that was answered.</summary>
public interface IDhcpObserver
{
    /// <summary>
    /// Takes note of an exchange, after its answer was sent. Called from several threads; returns quickly, because the next answer waits for it.
    /// </summary>
    void Seen(DhcpExchange exchange);
}
