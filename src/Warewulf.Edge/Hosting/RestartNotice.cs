using Microsoft.Extensions.Logging;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Hosting;

/// <summary>Tells an admin which new settings wait for a restart: once when they change, not with every revision.</summary>
internal sealed partial class RestartNotice
{
    private readonly Lock _gate = new();
    private readonly SegmentSnapshot _started;
    private readonly string _unit;
    private readonly ILogger _logger;
    private string _told = "";

    /// <summary>Makes a notice.</summary>
    /// <param name="started">The snapshot the ports were bound from.</param>
    /// <param name="unit">The service to restart.</param>
    /// <param name="logger">The log.</param>
    public RestartNotice(SegmentSnapshot started, string unit, ILogger<RestartNotice> logger)
    {
        _started = started;
        _unit = unit;
        _logger = logger;
    }

    /// <summary>Looks at a snapshot that came into force.</summary>
    public void Note(SegmentSnapshot snapshot)
    {
        lock (_gate)
        {
            var waiting = string.Join(" and ", Waiting(snapshot));
            if (waiting.Length > 0 && waiting != _told)
            {
                LogWaiting(waiting, _unit);
            }

            _told = waiting;
        }
    }

    // DHCP is not among them: its sockets come and go with the settings.
    private IEnumerable<string> Waiting(SegmentSnapshot snapshot)
    {
        if (snapshot.HttpPort != _started.HttpPort)
        {
            yield return $"'warewulf: port' {snapshot.HttpPort} instead of {_started.HttpPort}";
        }

        if (snapshot.TftpEnabled != _started.TftpEnabled)
        {
            yield return $"'tftp: enabled' {(snapshot.TftpEnabled ? "true instead of false" : "false instead of true")}";
        }
    }
}
