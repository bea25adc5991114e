using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;
using Warewulf.Core;

namespace Warewulf.Edge.Hosting;

/// <summary>Runs a service from its start to the signal that ends it.</summary>
public static class ServiceRunner
{
    /// <summary>
    /// How long a service that was told to stop may take to finish what is under way; then the process ends. The units wait longer.
    /// </summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    /// <summary>Runs a service.</summary>
    /// <param name="program">The program's name, for the log.</param>
    /// <param name="create">Makes the service.</param>
    /// <param name="start">Starts it; done when it serves.</param>
    /// <param name="reload">Reads the settings again, on SIGHUP; what it throws is logged and changes nothing.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The exit code: 0, or 1 when it could not start, with the reason in the log.</returns>
    public static async Task<int> RunAsync<TService>(
        string program,
        Func<TimeProvider, ILoggerFactory, TService> create,
        Func<TService, CancellationToken, Task> start,
        Func<TService, CancellationToken, Task> reload,
        CancellationToken stop)
        where TService : IAsyncDisposable
    {
        using var log = ServiceLog.Create();
        using var loggers = new SerilogLoggerFactory(log);
        var doing = "start";
        try
        {
            await using var service = create(TimeProvider.System, loggers);
            await start(service, stop);
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                // Without this the runtime ends the process, which no admin means by 'systemctl reload'.
                signal.Cancel = true;
                _ = ReloadAsync(() => reload(service, stop), log);
            });
            ServiceNotifier.Ready();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ServiceNotifier.Stopping();
            doing = "stop in order";
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (WarewulfException e)
        {
            log.Fatal("{Program} cannot {Doing}: {Reason}", program, doing, e.Message);
            return 1;
        }
        catch (Exception e) when (IsOfTheMachine(e))
        {
            // Whoever opens a file or a port says better what it was for; this only keeps what nobody foresaw from being a stack trace.
            log.Fatal("{Program} cannot {Doing}: {Reason}. Correct that and try again.", program, doing, e.Message.ReplaceLineEndings(" ").TrimEnd('.'));
            log.Debug(e, "the cause");
            return 1;
        }
    }

    // Not a defect of ours, whose stack would help: a disk, a port, a permission.
    private static bool IsOfTheMachine(Exception e) => e is IOException or UnauthorizedAccessException or SocketException;

    private static async Task ReloadAsync(Func<Task> reload, Logger log)
    {
        try
        {
            await reload();
            log.Information("reloaded");
        }
        catch (WarewulfException e)
        {
            log.Error("not reloaded: {Reason}", e.Message);
        }
        catch (Exception e) when (IsOfTheMachine(e))
        {
            log.Error("not reloaded: {Reason}", e.Message.ReplaceLineEndings(" "));
        }
    }
}
