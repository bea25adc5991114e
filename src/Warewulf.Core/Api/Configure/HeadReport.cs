namespace Warewulf.Core.Api.Configure;

/// <summary>What one head did.</summary>
/// <param name="Head">Its name.</param>
/// <param name="Lines">What there is to say, in order.</param>
public sealed record HeadReport(string Head, IReadOnlyList<ReportLine> Lines);
