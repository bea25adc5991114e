namespace Warewulf.Edge.Tftp;

/// <summary>
/// Which packets to send next and what an acknowledgement means: the arithmetic of RFC 1350 and RFC 7440 without any I/O. Packets are counted from 0 (the
/// option acknowledgement) or 1 (the first block) and never wrap; only the 16 bits of them travel, so block 65535 is followed by block 0.
/// </summary>
/// <param name="size">Blocks sent for one acknowledgement.</param>
/// <param name="startsWithOptions">Whether packet 0, the option acknowledgement, has to be acknowledged first.</param>
internal sealed class TftpWindow(int size, bool startsWithOptions)
{
    private long _acknowledged = startsWithOptions ? -1 : 0;
    private long _sent = startsWithOptions ? -1 : 0;
    private long _last = long.MaxValue;
    private int _copies;
    private int _expectedDuplicates;
    private bool _restarted;

    /// <summary>The next packet the client is known to need.</summary>
    public long First => _acknowledged + 1;

    /// <summary>The last packet of the current window. The option acknowledgement is a window of its own.</summary>
    public long End => First == 0 ? 0 : Math.Min(_acknowledged + size, _last);

    /// <summary>The number of data blocks the client is known to have.</summary>
    public long BlocksAcknowledged => Math.Max(0, _acknowledged);

    /// <summary>Whether the client has everything.</summary>
    public bool IsDone => _acknowledged == _last;

    /// <summary>Notes that a packet went out.</summary>
    /// <param name="packet">Its number.</param>
    /// <param name="isLast">Whether it holds the end of the file.</param>
    public void Sent(long packet, bool isLast)
    {
        _sent = Math.Max(_sent, packet);
        if (isLast)
        {
            _last = packet;
        }
    }

    /// <summary>Notes that the whole window went out, for the first time or again.</summary>
    public void WindowSent() => _copies++;

    /// <summary>Notes that no acknowledgement came in time; the window is to be sent again.</summary>
    public void TimedOut() => _restarted = false;

    /// <summary>Takes in an acknowledgement.</summary>
    /// <returns>Whether the (new or old) window is to be sent now. False for anything old, so no packet is ever answered twice for it.</returns>
    public bool Acknowledge(ushort block)
    {
        var progress = (ushort)(block - (ushort)_acknowledged);
        if (progress == 0)
        {
            return IsCallForRestart();
        }

        if (progress > _sent - _acknowledged)
        {
            return false;
        }

        _acknowledged += progress;
        _expectedDuplicates = _copies - 1;
        _copies = 0;
        _restarted = false;
        return true;
    }

    /// <summary>
    /// A repeated acknowledgement has two causes. Either the client saw a gap at the start of the window, and a restart saves a timeout; or a window was sent
    /// twice and acknowledged twice, and a restart would double every window from there on (the "Sorcerer's Apprentice" fault). With one block to a window it is always
    /// the second. Otherwise one duplicate is expected for each extra copy sent, and one restart is granted to a window between timeouts.
    /// </summary>
    private bool IsCallForRestart()
    {
        if (size == 1 || _acknowledged < 0 || _restarted)
        {
            return false;
        }

        if (_expectedDuplicates > 0)
        {
            _expectedDuplicates--;
            return false;
        }

        _restarted = true;
        return true;
    }
}
