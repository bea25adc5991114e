using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Dhcp;

/// <summary>Remembers what an admin was already told, because a machine repeats its request for ever.</summary>
internal sealed class DhcpWarnings
{
    /// <summary>How many warnings are remembered. Machines can invent hardware addresses, so there is an end; beyond it there are no new warnings.</summary>
    public const int Limit = 4096;

    private readonly HashSet<(MacAddress Mac, DhcpSilence Reason)> _given = [];

    /// <summary>Tells whether this is the first time, and remembers that it was.</summary>
    public bool IsNew(MacAddress mac, DhcpSilence reason)
    {
        lock (_given)
        {
            return _given.Count < Limit && _given.Add((mac, reason));
        }
    }
}
