using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images.Sessions;
using Warewulf.Core.Validation;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>One command in an image as the head has it: its first process, the socket to that, and the streams of the command.</summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static int _sockets;

    private readonly Process _process;
    private readonly Socket _control;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reports;
    private readonly TimeProvider _time;

    private SessionProcess(Process process, Socket control, TimeProvider time)
    {
        _process = process;
        _control = control;
        _time = time;
        _stream = new NetworkStream(control, ownsSocket: false);
        _reports = new StreamReader(_stream);
    }

    /// <summary>The command's standard input, when it has no terminal.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The command's standard output, when it has no terminal.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The command's standard error, when it has no terminal.</summary>
    public Stream Errors => _process.StandardError.BaseStream;

    /// <summary>Starts the first process and hands it the plan.</summary>
    /// <param name="plan">What it is to do.</param>
    /// <param name="directory">A directory for the socket that only root can enter, with a path short enough for one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">Namespaces cannot be made here.</exception>
    public static async Task<SessionProcess> StartAsync(SessionPlan plan, string directory, TimeProvider time, CancellationToken cancellationToken)
    {
        // No longer than the name of the head's own socket, which is known to fit.
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"session-{Interlocked.Increment(ref _sockets) % 1_000_000}"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(path);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        Process? process = null;
        try
        {
            process = Process.Start(SessionProgram.Start(path))!;
            var session = new SessionProcess(process, await AcceptAsync(listener, process, plan.Name, cancellationToken), time);
            await session.SendAsync(JsonSerializer.Serialize(plan, SessionJsonContext.Default.SessionPlan), cancellationToken);
            return session;
        }
        catch
        {
            if (process is not null)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
                process.Dispose();
            }

            throw;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The next report; nothing when the first process is gone.</summary>
    public async Task<SessionReport?> ReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reports.ReadLineAsync(cancellationToken) is { } line
                ? JsonSerializer.Deserialize(line, SessionJsonContext.Default.SessionReport)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Sends a signal to the command.</summary>
    public async Task SignalAsync(SessionSignal signal)
    {
        try
        {
            await SendAsync(((int)signal).ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>
    /// Waits until the last process of the session has ended: <c>unshare</c> ends after the namespace's first process, and that after all others.
    /// </summary>
    public Task EndAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends the session, if it has not ended, and waits until nothing of it runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        // That ends the first process, and with it all others.
        _control.Dispose();
        using var limit = new CancellationTokenSource(Patience, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _reports.Dispose();
        await _stream.DisposeAsync();
        _process.Dispose();
    }

    private static async Task<Socket> AcceptAsync(Socket listener, Process process, string image, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accept = listener.AcceptAsync(either.Token).AsTask();
        var end = process.WaitForExitAsync(either.Token);
        await Task.WhenAny(accept, end);
        if (accept.IsCompletedSuccessfully)
        {
            await either.CancelAsync();
            return await accept;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var said = await process.StandardError.ReadToEndAsync(cancellationToken);
        await either.CancelAsync();
        throw new WarewulfException(
            ApiErrorCode.Unavailable,
            $"Image '{image}' cannot be entered, since the head may not make namespaces: {Names.Printable(said.Trim())}. Run warewulfd as root, and outside a container that forbids it.");
    }

    private async Task SendAsync(string line, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + '\n'), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }
}
