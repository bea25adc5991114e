using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;

namespace Warewulf.Edge.Boot;

/// <summary>
/// Tells what a machine says for the first time from what it says again and again: the same stage within a while, with no boot script between, says nothing new
/// and would only fill log and events. Asked about acquaintances only, which bounds what it remembers.
/// </summary>
internal sealed class RepeatedReports
{
    /// <summary>No boot comes from a stage to the same one again in less.</summary>
    public static readonly TimeSpan While = TimeSpan.FromSeconds(30);

    // Far more than machines boot in that time; reached, those that are over are swept out.
    private const int FirstSweep = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<(MacAddress Mac, BootStage Stage), (long At, int Repeated)> _reports = [];
    private readonly TimeProvider _time;
    private int _sweepAt = FirstSweep;

    public RepeatedReports(TimeProvider time) => _time = time;

    /// <summary>Takes note of a report.</summary>
    /// <param name="mac">Who reports.</param>
    /// <param name="stage">What.</param>
    /// <param name="repeated">How often it was repeated since it last was news.</param>
    /// <returns>Whether it is news.</returns>
    public bool IsNews(MacAddress mac, BootStage stage, out int repeated)
    {
        lock (_gate)
        {
            var known = _reports.TryGetValue((mac, stage), out var last);
            if (known && _time.GetElapsedTime(last.At) < While)
            {
                _reports[(mac, stage)] = last with { Repeated = last.Repeated + 1 };
                repeated = 0;
                return false;
            }

            Sweep();
            _reports[(mac, stage)] = (_time.GetTimestamp(), 0);
            repeated = last.Repeated;
            return true;
        }
    }

    /// <summary>A machine begins to boot: what it reports from now on is news.</summary>
    public void Begin(MacAddress mac)
    {
        lock (_gate)
        {
            for (var stage = BootStage.Init; stage <= BootStage.Failed; stage++)
            {
                _reports.Remove((mac, stage));
            }
        }
    }

    private void Sweep()
    {
        if (_reports.Count < _sweepAt)
        {
            return;
        }

        foreach (var over in _reports.Where(report => _time.GetElapsedTime(report.Value.At) >= While).Select(report => report.Key).ToList())
        {
            _reports.Remove(over);
        }

        _sweepAt = Math.Max(FirstSweep, 2 * _reports.Count);
    }
}
