using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Warewulf.Edge.Hosting;

/// <summary>The log of a service: one line an event on standard output, from where systemd takes it to the journal.</summary>
public static class ServiceLog
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Makes the log. <c>WAREWULFD_LOGLEVEL</c> chooses the level by Warewulf's numbers: 10 debug, 20 information, 30 warnings.</summary>
    public static Logger Create()
    {
        var text = Environment.GetEnvironmentVariable("WAREWULFD_LOGLEVEL");
        var level = int.TryParse(text, out var number) ? Level(number) : LogEventLevel.Information;
        return new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", level > LogEventLevel.Warning ? level : LogEventLevel.Warning)
            .Filter.ByExcluding(IsStartFailure)
            .WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture)
            .CreateLogger();
    }

    // The web server's host logs what kept it from starting, with a stack, before it throws the same to whoever says it in one line.
    private static bool IsStartFailure(LogEvent entry) => entry.MessageTemplate.Text == "Hosting failed to start";

    private static LogEventLevel Level(int number) => number switch
    {
        < 20 => LogEventLevel.Debug,
        < 30 => LogEventLevel.Information,
        < 40 => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };
}
