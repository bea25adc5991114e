namespace Warewulf.Edge.Tftp.Wire;

/// <summary>One option of a request or of an option acknowledgement (RFC 2347).</summary>
/// <param name="Name">The name as the client spelled it; names are compared without regard to case.</param>
/// <param name="Value">The value, as text.</param>
internal readonly record struct TftpOption(string Name, string Value)
{
    /// <summary>Octets in a data block (RFC 2348).</summary>
    public const string BlockSize = "blksize";

    /// <summary>Seconds before a retransmission (RFC 2349).</summary>
    public const string Timeout = "timeout";

    /// <summary>Octets in the file (RFC 2349).</summary>
    public const string TransferSize = "tsize";

    /// <summary>Blocks sent for one acknowledgement (RFC 7440).</summary>
    public const string WindowSize = "windowsize";
}
