namespace Warewulf.Templates.Times;

/// <summary>One way of a zone to tell the time.</summary>
/// <param name="Name">The abbreviation, such as CET.</param>
/// <param name="Offset">Seconds east of UTC.</param>
/// <param name="IsSummer">True for daylight saving time.</param>
internal sealed record ZonePeriod(string Name, int Offset, bool IsSummer);
