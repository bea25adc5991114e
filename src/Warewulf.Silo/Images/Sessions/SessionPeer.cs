using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>Whoever asked for a session, at the other end of a connection.</summary>
/// <param name="stream">The connection.</param>
internal sealed class SessionPeer(Stream stream) : IDisposable
{
    private readonly SessionFrameReader _reader = new(stream);
    private readonly SessionFrameWriter _writer = new(stream);
    private readonly Channel<ReadOnlyMemory<byte>> _input = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private int _underWay;

    /// <summary>What is typed or comes from a pipe, until that ends.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Input => _input.Reader;

    /// <summary>Told when the terminal has another size.</summary>
    public Action<WindowSize>? Resized { get; set; }

    /// <summary>Told of signals for the command.</summary>
    public Action<SessionSignal>? Signalled { get; set; }

    /// <summary>Waits for the request.</summary>
    /// <exception cref="WarewulfException">Invalid: it is none.</exception>
    public async Task<ImageSessionRequest> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken) is { Kind: SessionFrameKind.Open } frame
                ? JsonSerializer.Deserialize(frame.Payload.Span, ApiJsonContext.Default.ImageSessionRequest) ?? throw WarewulfException.Invalid("The session's request is empty.")
                : throw WarewulfException.Invalid("The session does not begin with a request.");
        }
        catch (JsonException e)
        {
            var reason = e.InnerException is WarewulfException inner ? inner.Message : e.Message;
            throw new WarewulfException(ApiErrorCode.Invalid, $"The session's request cannot be read: {reason}", e);
        }
    }

    /// <summary>Listens until the other end closes the connection.</summary>
    /// <exception cref="InvalidDataException">It says what nobody may say.</exception>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _reader.ReadAsync(cancellationToken) is { } frame)
            {
                Take(frame);
            }
        }
        finally
        {
            _input.Writer.TryComplete();
        }
    }

    /// <summary>Sends output of the command.</summary>
    public Task SendAsync(SessionFrameKind kind, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _writer.WriteAsync(kind, bytes, cancellationToken);

    /// <summary>Says that so many bytes of input were taken.</summary>
    public Task TakenAsync(int count, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _underWay, -count);
        return _writer.WriteAsync(SessionFrameKind.Taken, SessionProtocol.Number(count), cancellationToken);
    }

    /// <summary>Sends a line of text.</summary>
    public Task WarnAsync(string text, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return _writer.WriteAsync(SessionFrameKind.Warning, bytes.AsMemory(0, Math.Min(bytes.Length, SessionProtocol.LongestData)), cancellationToken);
    }

    /// <summary>Sends how the command ended.</summary>
    public Task ExitAsync(int code, CancellationToken cancellationToken) =>
        _writer.WriteAsync(SessionFrameKind.Exit, SessionProtocol.Number(code), cancellationToken);

    /// <summary>Sends how far a build is, what came of it, or why the session failed.</summary>
    public Task AnswerAsync(ImageAnswer answer, CancellationToken cancellationToken) =>
        _writer.WriteAsync(SessionFrameKind.Answer, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJsonContext.Default.ImageAnswer), cancellationToken);

    /// <summary>Says that everything went well.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _writer.WriteAsync(SessionFrameKind.End, default, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Take(SessionFrame frame)
    {
        switch (frame.Kind)
        {
            case SessionFrameKind.Input:
                if (Interlocked.Add(ref _underWay, frame.Payload.Length) > SessionProtocol.InputWindow || !_input.Writer.TryWrite(frame.Payload))
                {
                    throw new InvalidDataException("There is more input than was asked for.");
                }

                break;
            case SessionFrameKind.InputEnd:
                _input.Writer.TryComplete();
                break;
            case SessionFrameKind.Window:
                Resized?.Invoke(WindowSize.Decode(frame.Payload));
                break;
            case SessionFrameKind.Signal when frame.Payload.Length == 1 && Enum.IsDefined((SessionSignal)frame.Payload.Span[0]):
                Signalled?.Invoke((SessionSignal)frame.Payload.Span[0]);
                break;
            default:
                throw new InvalidDataException($"A frame of kind {frame.Kind} is not for a head.");
        }
    }
}
