namespace Warewulf.Edge.Tftp.Wire;

/// <summary>A read or write request (RFC 1350 section 5, with the options of RFC 2347).</summary>
/// <param name="IsWrite">Whether the client wants to write.</param>
/// <param name="FileName">The name as sent, never empty and free of control characters; not yet safe as a path.</param>
/// <param name="Mode">How the bytes are to travel.</param>
/// <param name="Options">The options in the order sent, known or not.</param>
internal sealed record TftpRequest(bool IsWrite, string FileName, TftpMode Mode, IReadOnlyList<TftpOption> Options)
{
    /// <summary>Whether the two ask for exactly the same, as the repetition of a request does.</summary>
    public bool IsSameAs(TftpRequest other) =>
        IsWrite == other.IsWrite && FileName == other.FileName && Mode == other.Mode && Options.SequenceEqual(other.Options);
}
