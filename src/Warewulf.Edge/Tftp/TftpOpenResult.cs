using Warewulf.Edge.Boot;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>The answer to a <see cref="TftpFileRequest"/>: content, or an error for the client.</summary>
public sealed record TftpOpenResult
{
    private TftpOpenResult()
    {
    }

    /// <summary>The content, or null when the request is refused. Whoever gets it disposes of it.</summary>
    public ITftpContent? Content { get; private init; }

    /// <summary>The code the client is told when there is no content.</summary>
    public TftpErrorCode ErrorCode { get; private init; }

    /// <summary>The words the client is told when there is no content; the firmware may show them on the screen.</summary>
    public string Message { get; private init; } = "";

    /// <summary>Grants a request.</summary>
    public static TftpOpenResult Found(ITftpContent content) => new() { Content = content };

    /// <summary>Refuses a request.</summary>
    /// <param name="code">The code the client is told.</param>
    /// <param name="message">Printable ASCII, up to 256 characters.</param>
    public static TftpOpenResult Refused(TftpErrorCode code, string message) => new() { ErrorCode = code, Message = message };

    /// <summary>What a directory has under a name, as an answer.</summary>
    internal static TftpOpenResult Of(ServedFile file) =>
        file.Handle is { } handle ? Found(new TftpFileContent(handle, file.Length))
        : Refused(file.IsForbidden ? TftpErrorCode.AccessViolation : TftpErrorCode.FileNotFound, file.Problem);
}
