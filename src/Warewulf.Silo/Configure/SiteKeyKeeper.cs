using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api.Configure;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Configure;

/// <summary>Gives a head that joined the site later, or lost its disk, the SSH keys that the others have. It makes none.</summary>
internal sealed partial class SiteKeyKeeper(CatalogService catalogs, SiteKeys keys, ILogger<SiteKeyKeeper> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The head serves first.
        await Task.Yield();
        var report = new HeadReporter();
        try
        {
            await keys.BringAsync(catalogs.Current.Site.Ssh.KeyTypes, report, stoppingToken);
        }
        catch (OperationCanceledException)
        {
        }

        foreach (var line in report.ToReport("").Lines)
        {
            LogKey(line.Level == ReportLevel.Info ? LogLevel.Information : LogLevel.Warning, line.Text);
        }
    }

    [LoggerMessage(EventId = 2741, Message = "SSH keys of the site: {What}")]
    private partial void LogKey(LogLevel level, string what);
}
