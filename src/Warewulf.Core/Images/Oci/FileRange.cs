using Warewulf.Core.Archives;

namespace Warewulf.Core.Images.Oci;

/// <summary>A part of a file, as a stream of its own.</summary>
internal sealed class FileRange : ForwardReadStream
{
    private readonly FileStream _file;
    private readonly long _length;
    private long _left;

    internal FileRange(string path, long start, long length)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        _file.Position = start;
        _length = length;
        _left = length;
    }

    public override long Length => _length;

    public override int Read(Span<byte> buffer)
    {
        var count = _file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
