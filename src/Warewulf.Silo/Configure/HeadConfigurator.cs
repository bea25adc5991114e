using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api.Configure;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Hosting;

namespace Warewulf.Silo.Configure;

/// <summary>Brings services of this head into step with the site.</summary>
internal sealed partial class HeadConfigurator : IDisposable
{
    private const int MostTypes = 8;

    // As long as systemd gives a unit to stop, by default.
    private static readonly TimeSpan LongestRestart = TimeSpan.FromSeconds(90);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CatalogService _catalogs;
    private readonly HostFiles _files;
    private readonly SiteKeys _keys;
    private readonly ServiceUnits _units;
    private readonly SitePaths _paths;
    private readonly SiloOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HeadConfigurator> _logger;

    public HeadConfigurator(
        CatalogService catalogs, HostFiles files, SiteKeys keys, ServiceUnits units, SitePaths paths, SiloOptions options, TimeProvider time,
        ILogger<HeadConfigurator> logger)
    {
        _catalogs = catalogs;
        _files = files;
        _keys = keys;
        _units = units;
        _paths = paths;
        _options = options;
        _time = time;
        _logger = logger;
    }

    private SiteConfig Site => _catalogs.Current.Site;

    /// <summary>Does what is asked for, as far as it can be done, and tells.</summary>
    /// <exception cref="WarewulfException">The request itself is wrong, or the database does not answer.</exception>
    public async Task<HeadReport> RunAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _catalogs.RefreshAsync(cancellationToken);
            var report = new HeadReporter();

            // The head itself last.
            var services = request.Services.Distinct().OrderBy(service => service == HeadService.Warewulfd).ToList();
            ApplyFiles(services, report);
            foreach (var service in services)
            {
                await ConfigureAsync(service, request, report, cancellationToken);
            }

            LogConfigured(string.Join(", ", services).ToLowerInvariant());
            return report.ToReport(_options.HostName);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static void Check(ConfigureRequest request)
    {
        if (request.Services.Count == 0)
        {
            throw WarewulfException.Invalid("The request names no service.");
        }

        if (request.Services.Any(service => !Enum.IsDefined(service)))
        {
            throw WarewulfException.Invalid($"The request names a service that there is not: there are {string.Join(", ", Enum.GetNames<HeadService>()).ToLowerInvariant()}.");
        }

        if (request.KeyTypes is { Count: > MostTypes })
        {
            throw WarewulfException.Invalid($"The request names {request.KeyTypes.Count} types of keys: at most {MostTypes} are made at once.");
        }

        foreach (var type in request.KeyTypes ?? [])
        {
            SshKeygen.Check(type);
        }
    }

    // It is the whole overlay whichever service is asked for, so once is enough; and before a service starts that reads its files.
    private void ApplyFiles(IReadOnlyList<HeadService> services, HeadReporter report)
    {
        var isWanted = services.Contains(HeadService.Ssh) || (services.Contains(HeadService.Nfs) && Site.Nfs.Enabled) || (services.Contains(HeadService.Dhcp) && Site.Dhcp.Enabled);
        if (isWanted && Site.Warewulf.HostOverlay)
        {
            _files.Apply(report);
        }
        else if (isWanted)
        {
            report.Info("Overlay 'host' is not applied: warewulf.conf says 'host overlay: false'.");
        }
    }

    private async Task ConfigureAsync(HeadService service, ConfigureRequest request, HeadReporter report, CancellationToken cancellationToken)
    {
        switch (service)
        {
            case HeadService.Warewulfd when Site.Warewulf.SystemdName.Length == 0:
                report.Warn("warewulfd is not restarted: warewulf.conf has no 'systemd name' below 'warewulf'.");
                break;
            case HeadService.Warewulfd:
                await RestartAsync(Site.Warewulf.SystemdName, wait: false, report);
                break;
            case HeadService.Dhcp when !Site.Dhcp.Enabled:
                report.Warn("DHCP is off: warewulf.conf says 'enabled: false' below 'dhcp'.");
                break;
            case HeadService.Dhcp:
                report.Info($"DHCP needs no other service: warewulfd and wwedge answer it. If '{Site.Dhcp.SystemdName}' runs here, stop it: systemctl disable --now {Site.Dhcp.SystemdName}");
                break;
            case HeadService.Tftp when !Site.Tftp.Enabled:
                report.Warn("TFTP is off: warewulf.conf says 'enabled: false' below 'tftp'.");
                break;
            case HeadService.Tftp:
                report.Info($"TFTP needs no other service: warewulfd and wwedge serve it. If '{Site.Tftp.SystemdName}' runs here, stop it: systemctl disable --now {Site.Tftp.SystemdName}");
                break;
            case HeadService.Nfs when Site.Nfs.Enabled:
                await RestartAsync(Site.Nfs.SystemdName, wait: true, report);
                break;
            case HeadService.Ssh:
                await PlaceKeysAsync(request.KeyTypes ?? Site.Ssh.KeyTypes, report, cancellationToken);
                break;
            case HeadService.Hostfile:
                _files.ApplyHosts(report);
                break;
        }
    }

    private async Task PlaceKeysAsync(IReadOnlyList<string> types, HeadReporter report, CancellationToken cancellationToken)
    {
        await _keys.PlaceHostKeysAsync(types, report, cancellationToken);
        if (types.Count > 0)
        {
            await _keys.PlaceRootKeyAsync(types[0], report, cancellationToken);
        }
        else
        {
            report.Info("No SSH keys are made: warewulf.conf has no 'key types' below 'ssh'.");
        }
    }

    private async Task RestartAsync(string unit, bool wait, HeadReporter report)
    {
        if (_paths.Root.Length > 0)
        {
            // The machine's own services have nothing to do with what lies below another root.
            report.Info($"Unit '{unit}' is not restarted: this head runs below '{_paths.Root}'.");
            return;
        }

        try
        {
            // To its end, whatever becomes of whoever asked: half of it is a service that is stopped.
            using var limit = new CancellationTokenSource(LongestRestart, _time);
            await _units.RestartAsync(unit, wait, limit.Token);
            report.Info($"Restarted and enabled '{unit}'.");
        }
        catch (WarewulfException e)
        {
            report.Fail(e.Message);
        }
        catch (IOException e)
        {
            report.Fail($"Unit '{unit}' cannot be restarted: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            report.Fail($"Unit '{unit}' did not start again within {LongestRestart.TotalSeconds:0} s. Look at 'systemctl status {unit}'.");
        }
    }

    [LoggerMessage(2740, LogLevel.Information, "Configured: {Services}")]
    private partial void LogConfigured(string services);
}
