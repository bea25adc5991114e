namespace Warewulf.Edge.Tftp.Wire;

/// <summary>The codes of an ERROR packet (RFC 1350 appendix, RFC 2347 section "Error code").</summary>
public enum TftpErrorCode
{
    /// <summary>See the message.</summary>
    NotDefined = 0,

    /// <summary>There is no such file.</summary>
    FileNotFound = 1,

    /// <summary>The file exists or might, but is not for this client.</summary>
    AccessViolation = 2,

    /// <summary>No room for a written file.</summary>
    DiskFull = 3,

    /// <summary>The packet makes no sense.</summary>
    IllegalOperation = 4,

    /// <summary>The packet came from a port that has no part in this transfer.</summary>
    UnknownTransferId = 5,

    /// <summary>A file to be written exists already.</summary>
    FileExists = 6,

    /// <summary>The user is not known.</summary>
    NoSuchUser = 7,

    /// <summary>The options were refused; firmware also sends it when it only wanted to know the size of a file.</summary>
    OptionRefused = 8,
}
