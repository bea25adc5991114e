using Microsoft.Extensions.Logging;

namespace Warewulf.Silo.Tests.Support;

/// <summary>Keeps the log lines of a whole head.</summary>
internal sealed class RecordingLoggers : ILoggerFactory
{
    private readonly RecordingLogger<RecordingLoggers> _logger = new();

    public IEnumerable<string> Warnings => _logger.Lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => _logger;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
