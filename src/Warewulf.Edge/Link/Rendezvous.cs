using System.Text;

namespace Warewulf.Edge.Link;

/// <summary>
/// Rendezvous hashing: every edge orders the heads alike for one key without asking anybody, so a node's grain stays warm on one head,
/// and when that head dies its nodes spread over the others.
/// </summary>
internal static class Rendezvous
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The weight of a head for a key; the highest is preferred.</summary>
    public static ulong Weight(string head, string key)
    {
        // FNV-1a, mixed at the end so that keys that differ in their last digit still order the heads differently.
        var hash = Offset;
        foreach (var part in new[] { head, key })
        {
            foreach (var b in Encoding.UTF8.GetBytes(part))
            {
                hash = (hash ^ b) * Prime;
            }

            hash = (hash ^ 0xff) * Prime;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        return hash ^ (hash >> 33);
    }
}
