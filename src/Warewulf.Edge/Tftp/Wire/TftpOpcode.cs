namespace Warewulf.Edge.Tftp.Wire;

/// <summary>The kinds of TFTP packets (RFC 1350 section 5, RFC 2347).</summary>
internal enum TftpOpcode
{
    /// <summary>The client wants to read a file.</summary>
    ReadRequest = 1,

    /// <summary>The client wants to write a file.</summary>
    WriteRequest = 2,

    /// <summary>One block of the file.</summary>
    Data = 3,

    /// <summary>The receiver has every block up to this one.</summary>
    Acknowledgement = 4,

    /// <summary>The sender gives up; never answered.</summary>
    Error = 5,

    /// <summary>The options the server grants.</summary>
    OptionAcknowledgement = 6,
}
