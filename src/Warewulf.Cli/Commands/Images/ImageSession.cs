using System.Text;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Api.Images.Sessions;

namespace Warewulf.Cli.Commands.Images;

/// <summary>
/// A command inside an image as the caller has it: its output on the caller's streams, as bytes, and everything that wwctl itself says on
/// standard error. With a terminal at both ends the command gets one too, and Ctrl-C is its own; otherwise Ctrl-C is sent to it as a signal.
/// </summary>
/// <param name="invocation">The run of the verb.</param>
/// <param name="request">What to run.</param>
internal sealed class ImageSession(Invocation invocation, ImageSessionRequest request)
{
    private readonly ITerminal _terminal = invocation.Environment.Terminal;
    private readonly ImageStage _stage = new($"Building image {request.Name}", invocation.Environment.Time);
    private ITerminalControl? _control;
    private bool _isRunning;

    /// <summary>Runs the command from its start to the build after it.</summary>
    /// <exception cref="WarewulfException">It cannot be run, or it failed, or the build did.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var closing = new CancellationTokenSource();
        var (connection, stream) = Connect(closing, cancellationToken);
        using var open = connection;
        await using var both = stream;
        using var writer = new SessionFrameWriter(stream);
        try
        {
            await OpenAsync(writer);
            await using var interrupt = cancellationToken.Register(() => Interrupt(writer, closing));
            await ListenAsync(stream, Input(writer), cancellationToken);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or ObjectDisposedException
            || e is IOException { InnerException: System.Net.Sockets.SocketException })
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"The connection to the head broke off, and with it what ran in image '{request.Name}': {e.Message} See its log with 'journalctl -u warewulfd'.", e);
        }
        finally
        {
            _control?.Dispose();
        }

        async Task OpenAsync(SessionFrameWriter to)
        {
            if (_terminal.IsInputTerminal && _terminal.IsOutputTerminal)
            {
                _control = _terminal.TakeOver(size => _ = SendAsync(to, SessionFrameKind.Window, size.Encode()));
            }

            var document = JsonSerializer.SerializeToUtf8Bytes(request with { Window = _control?.Size }, ApiJsonContext.Default.ImageSessionRequest);
            _isRunning = true;
            await to.WriteAsync(SessionFrameKind.Open, document, CancellationToken.None);
        }
    }

    // Until there is a session, whoever loses patience ends the attempt.
    private (HeadConnection Connection, Stream Stream) Connect(CancellationTokenSource closing, CancellationToken cancellationToken)
    {
        using var early = cancellationToken.Register(closing.Cancel);
        try
        {
            return invocation.Heads.Switch(Routes.ImagesSession, SessionProtocol.Name, closing.Token);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private SessionInput Input(SessionFrameWriter writer)
    {
        var input = new SessionInput(_terminal.InBytes, writer);
        input.Start();
        return input;
    }

    // What does not arrive does so because the session is over, which the reading side tells.
    private static async Task SendAsync(SessionFrameWriter writer, SessionFrameKind kind, byte[] payload)
    {
        try
        {
            await writer.WriteAsync(kind, payload, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }

    private void Interrupt(SessionFrameWriter writer, CancellationTokenSource closing)
    {
        if (_isRunning && _control is null)
        {
            _ = SendAsync(writer, SessionFrameKind.Signal, [(byte)SessionSignal.Interrupt]);
        }
        else
        {
            closing.Cancel();
        }
    }

    private async Task ListenAsync(Stream stream, SessionInput input, CancellationToken cancellationToken)
    {
        var reader = new SessionFrameReader(stream);
        await using var output = _terminal.OutBytes;
        await using var errors = _terminal.ErrorBytes;
        while (await NextAsync(reader) is { Kind: not SessionFrameKind.End } frame)
        {
            switch (frame.Kind)
            {
                case SessionFrameKind.Output:
                    await output.WriteAsync(frame.Payload, CancellationToken.None);
                    break;
                case SessionFrameKind.Errors:
                    await errors.WriteAsync(frame.Payload, CancellationToken.None);
                    break;
                case SessionFrameKind.Taken:
                    input.Taken(SessionProtocol.Number(frame.Payload));
                    break;
                case SessionFrameKind.Warning:
                    await errors.WriteAsync(Encoding.UTF8.GetBytes(Warning(Encoding.UTF8.GetString(frame.Payload.Span))), CancellationToken.None);
                    break;
                case SessionFrameKind.Exit:
                    _isRunning = false;
                    _control?.Dispose();
                    break;
                case SessionFrameKind.Answer:
                    Take(frame, cancellationToken);
                    await Progress.ShowAsync(invocation.Environment, () => _stage.Text, () => FinishAsync(reader, cancellationToken));
                    return;
                default:
                    throw new InvalidDataException($"A frame of kind {frame.Kind} is not for a client.");
            }
        }
    }

    // From the first answer on there is nothing but answers.
    private async Task<bool> FinishAsync(SessionFrameReader reader, CancellationToken cancellationToken)
    {
        while (await NextAsync(reader) is { Kind: not SessionFrameKind.End } frame)
        {
            Take(frame, cancellationToken);
        }

        return true;
    }

    private static async Task<SessionFrame> NextAsync(SessionFrameReader reader) =>
        await reader.ReadAsync(CancellationToken.None) ?? throw new EndOfStreamException("it was closed.");

    private void Take(SessionFrame frame, CancellationToken cancellationToken)
    {
        if (frame.Kind != SessionFrameKind.Answer)
        {
            throw new InvalidDataException($"A frame of kind {frame.Kind} is not for a client that waits for a build.");
        }

        using var document = JsonDocument.Parse(frame.Payload);
        var answer = document.RootElement;
        if (answer.Member("error") is { } error)
        {
            _control?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new HeadReply(invocation.Heads.Heads[0], 500, Encoding.UTF8.GetBytes(error.GetRawText())).Refusal();
        }

        if (answer.Member("progress") is { } progress)
        {
            _stage.Report(new ImageProgress(progress.Text("stage") ?? "", progress.Whole("bytes") ?? 0, progress.Whole("totalBytes") ?? 0));
        }

        if (answer.Member("result") is { } result)
        {
            ImageReport.Warn(invocation, result);
            invocation.Say(ImageReport.BuildLine(new HeadReply(invocation.Heads.Heads[0], 200, frame.Payload), result));
        }
    }

    // A terminal that was taken over does not go back to the beginning of the line by itself.
    private string Warning(string text) => $"WARN: {Line.Clean(text)}{(_isRunning && _control is not null ? "\r\n" : "\n")}";
}
