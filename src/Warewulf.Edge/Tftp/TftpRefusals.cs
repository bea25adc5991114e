namespace Warewulf.Edge.Tftp;

/// <summary>
/// Remembers which refused files an admin was told of, because a machine whose boot loader is missing asks for it for ever. Names are anybody's to make up:
/// only so many are remembered at one time, and while there is no room for more, new ones are passed over.
/// </summary>
internal sealed class TftpRefusals(TimeProvider time)
{
    /// <summary>How many names are remembered.</summary>
    public const int Limit = 256;

    /// <summary>How long names are remembered when there are too many.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long _since;

    /// <summary>Tells whether a name is new, and remembers it.</summary>
    public bool IsNew(string fileName)
    {
        lock (_told)
        {
            if (_told.Count == Limit && time.GetElapsedTime(_since) >= Period)
            {
                _told.Clear();
            }

            if (_told.Count == 0)
            {
                _since = time.GetTimestamp();
            }

            return _told.Count < Limit && _told.Add(fileName);
        }
    }
}
