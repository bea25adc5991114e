using System.Collections.Concurrent;
using Warewulf.Edge.Tftp;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>Files in memory; a name may also stand for a function that makes the answer.</summary>
internal sealed class TestFiles : ITftpFiles
{
    private readonly ConcurrentDictionary<string, Func<TftpFileRequest, TftpOpenResult>> _files = new();

    public ConcurrentQueue<TftpFileRequest> Requests { get; } = new();

    /// <summary>Bytes that differ from block to block for any block size.</summary>
    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public void Add(string name, byte[] bytes) => _files[name] = _ => TftpOpenResult.Found(new TftpMemoryContent(bytes));

    public void Add(string name, Func<TftpFileRequest, TftpOpenResult> open) => _files[name] = open;

    public ValueTask<TftpOpenResult> OpenAsync(TftpFileRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return ValueTask.FromResult(_files.TryGetValue(request.Name, out var open)
            ? open(request)
            : TftpOpenResult.Refused(TftpErrorCode.FileNotFound, "no such file"));
    }
}
