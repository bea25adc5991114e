namespace Warewulf.Edge.Tftp.Wire;

/// <summary>How the bytes of a file travel (RFC 1350 section 1).</summary>
internal enum TftpMode
{
    /// <summary>As they are.</summary>
    Octet,

    /// <summary>As text: line feed becomes CR LF, carriage return becomes CR NUL (RFC 764).</summary>
    Netascii,
}
