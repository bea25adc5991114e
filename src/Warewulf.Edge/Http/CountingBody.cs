using System.IO.Pipelines;

namespace Warewulf.Edge.Http;

/// <summary>
/// Writes a response and counts what of it the connection took. A plain response stream swallows what is written after the client went away, so that a
/// download broken off would look like a whole one.
/// </summary>
internal sealed class CountingBody : Stream
{
    private readonly PipeWriter _body;

    public CountingBody(PipeWriter body) => _body = body;

    /// <summary>The bytes taken by the connection.</summary>
    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _body.WriteAsync(buffer, cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The client went away.");
        }

        Written += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A response is written asynchronously.");

    public override void Flush() => throw new NotSupportedException("A response is written asynchronously.");

    public override Task FlushAsync(CancellationToken cancellationToken) => _body.FlushAsync(cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
