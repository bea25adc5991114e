namespace Warewulf.Core.Archives;

/// <summary>Passes bytes on until it is shut: keeps the end mark, which a compressor writes when it is disposed, out of the output.</summary>
internal sealed class OutputGate(Stream output) : Stream
{
    private bool _isShut;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_isShut)
        {
            output.Write(buffer);
        }
    }

    internal void Shut() => _isShut = true;
}
