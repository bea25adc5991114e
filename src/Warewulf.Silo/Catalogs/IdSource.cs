using System.Security.Cryptography;

namespace Warewulf.Silo.Catalogs;

/// <summary>Makes ids that no other head makes either.</summary>
/// <param name="random">Where they come from.</param>
internal sealed class IdSource(RandomNumberGenerator random)
{
    private const int Length = 16;

    /// <summary>An id that was never given before.</summary>
    public Guid Next()
    {
        var bytes = new byte[Length];
        random.GetBytes(bytes);
        return new Guid(bytes);
    }
}
