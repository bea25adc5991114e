using Warewulf.Core.Api.Configure;

namespace Warewulf.Silo.Configure;

/// <summary>Collects what there is to say.</summary>
internal sealed class HeadReporter
{
    private readonly List<ReportLine> _lines = [];

    public void Info(string text) => _lines.Add(new ReportLine(ReportLevel.Info, text));

    public void Warn(string text) => _lines.Add(new ReportLine(ReportLevel.Warning, text));

    public void Fail(string text) => _lines.Add(new ReportLine(ReportLevel.Error, text));

    /// <summary>All of it.</summary>
    public HeadReport ToReport(string head) => new(head, [.. _lines]);
}
