using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images.Sessions;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>Runs one command for somebody at the other end of a connection, from its first byte of input to its exit code.</summary>
internal sealed class SessionRunner
{
    private const int BufferSize = 32 * 1024;

    private readonly SitePaths _paths;
    private readonly TimeProvider _time;

    public SessionRunner(SitePaths paths, TimeProvider time)
    {
        _paths = paths;
        _time = time;
    }

    /// <summary>Runs the command. When this returns, nothing of it runs any more.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="window">The size of the terminal that it gets; unset for pipes.</param>
    /// <param name="peer">Who gets its output.</param>
    /// <param name="takesInput">Whether it gets the peer's input too; otherwise it gets none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="WarewulfException">It cannot be started.</exception>
    public async Task<int> RunAsync(SessionPlan plan, WindowSize? window, SessionPeer peer, bool takesInput, CancellationToken cancellationToken)
    {
        using var terminal = window is null ? null : Pseudoterminal.Open(window);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var process = await SessionProcess.StartAsync(plan with { Terminal = terminal?.Name }, _paths.Run, _time, cancellationToken);
        peer.Resized = size => Resize(terminal, size);
        peer.Signalled = signal => _ = process.SignalAsync(signal);
        List<Task> output = [CopyAsync(process.Output, SessionFrameKind.Output), CopyAsync(process.Errors, SessionFrameKind.Errors)];
        if (terminal is not null)
        {
            output.Add(Task.Factory.StartNew(() => Copy(terminal), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        var input = takesInput ? FeedAsync(terminal, process, peer, ended.Token) : process.Input.DisposeAsync().AsTask();
        try
        {
            var code = await CodeAsync(plan, process, peer, cancellationToken);
            await process.EndAsync(cancellationToken);
            terminal?.Leave();
            await Task.WhenAll(output);
            return code;
        }
        finally
        {
            (peer.Resized, peer.Signalled) = (null, null);
            await process.DisposeAsync();
            terminal?.Leave();
            await ended.CancelAsync();
            await Task.WhenAll([.. output, input]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task CopyAsync(Stream from, SessionFrameKind kind)
        {
            var buffer = new byte[BufferSize];
            for (int count; (count = await from.ReadAsync(buffer, ended.Token)) > 0;)
            {
                await peer.SendAsync(kind, buffer.AsMemory(0, count), ended.Token);
            }
        }

        // On a thread of its own: reading a terminal knows no other way than to wait.
        void Copy(Pseudoterminal from)
        {
            var buffer = new byte[BufferSize];
            for (int count; (count = from.Read(buffer)) > 0;)
            {
                peer.SendAsync(SessionFrameKind.Output, buffer.AsMemory(0, count), ended.Token).GetAwaiter().GetResult();
            }
        }
    }

    private static void Resize(Pseudoterminal? terminal, WindowSize size)
    {
        try
        {
            terminal?.Resize(size);
        }
        catch (ObjectDisposedException)
        {
            // The command has ended meanwhile.
        }
    }

    private static async Task<int> CodeAsync(SessionPlan plan, SessionProcess process, SessionPeer peer, CancellationToken cancellationToken)
    {
        while (await process.ReportAsync(cancellationToken) is { } report)
        {
            if (report.Error is { } error)
            {
                throw new WarewulfException(error.Code, error.Message);
            }

            if (report.Warning is { } warning)
            {
                await peer.WarnAsync(warning, cancellationToken);
            }

            if (report.ExitCode is { } code)
            {
                return code;
            }
        }

        throw new WarewulfException(
            ApiErrorCode.Unavailable, $"The command in image '{plan.Name}' was ended from outside: the head's memory may be full. Its kernel's log says more.");
    }

    private static async Task FeedAsync(Pseudoterminal? terminal, SessionProcess process, SessionPeer peer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var bytes in peer.Input.ReadAllAsync(cancellationToken))
            {
                if (terminal is not null)
                {
                    await Task.Run(() => terminal.Write(bytes.Span), CancellationToken.None);
                }
                else
                {
                    await process.Input.WriteAsync(bytes, cancellationToken);
                    await process.Input.FlushAsync(cancellationToken);
                }

                await peer.TakenAsync(bytes.Length, cancellationToken);
            }

            await process.Input.DisposeAsync();
        }
        catch (IOException)
        {
            // Nobody reads it any more, as with every pipe.
        }
    }
}
