namespace Warewulf.Edge.Tftp;

/// <summary>How a transfer ended, and by whose doing.</summary>
public enum TftpOutcome
{
    /// <summary>The client acknowledged the whole file.</summary>
    Completed,

    /// <summary>The server refused the request: no such file, not permitted, or an attempt to write.</summary>
    Refused,

    /// <summary>The client sent an ERROR. Firmware does so on purpose when it only asks for the size of a file.</summary>
    ClientAborted,

    /// <summary>The client asked for something else from the same port before the end.</summary>
    ClientRestarted,

    /// <summary>The client closed its port or was never to be reached.</summary>
    ClientGone,

    /// <summary>The client acknowledged nothing more, whatever was repeated.</summary>
    ClientTimedOut,

    /// <summary>This server was told to stop.</summary>
    ServerStopped,

    /// <summary>This server could not do its part: the file could not be read, or no socket was left.</summary>
    ServerFailed,
}
