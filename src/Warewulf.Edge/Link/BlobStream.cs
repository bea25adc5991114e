using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Edge.Link;

/// <summary>
/// A blob read from whichever head delivers it: when one breaks off or stalls, the next goes on at the same byte. Whether the whole is right is for
/// the reader to check, by the digest.
/// </summary>
internal sealed class BlobStream : Stream
{
    private const int Attempts = 3;

    private readonly Func<long, CancellationToken, Task<BlobSource>> _open;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private BlobSource? _source;
    private long _position;

    /// <summary>Makes a stream; nothing is opened yet.</summary>
    /// <param name="open">Opens the blob at an offset.</param>
    /// <param name="patience">How long a head may deliver nothing.</param>
    /// <param name="time">The clock.</param>
    public BlobStream(Func<long, CancellationToken, Task<BlobSource>> open, TimeSpan patience, TimeProvider time)
    {
        _open = open;
        _patience = patience;
        _time = time;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens the blob at its start.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) => _source = await _open(0, cancellationToken);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            _source ??= await _open(_position, cancellationToken);
            using var limit = new CancellationTokenSource(_patience, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                var read = await _source.Bytes.ReadAsync(buffer, both.Token);
                _position += read;
                return read;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _source.Failed();
                await _source.Bytes.DisposeAsync();
                _source = null;
                if (attempt == Attempts)
                {
                    throw new WarewulfException(
                        ApiErrorCode.Unavailable, $"The heads break off a download after {_position} bytes: check the network to them.", e);
                }
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A blob is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source?.Bytes.Dispose();
        }

        base.Dispose(disposing);
    }
}
