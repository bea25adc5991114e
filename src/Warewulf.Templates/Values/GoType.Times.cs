using Warewulf.Templates.Times;

namespace Warewulf.Templates.Values;

/// <content>Go's types for time.</content>
public sealed partial class GoType
{
    /// <summary>time.Time, with the methods a template can call; see <c>GoValue.Time</c>.</summary>
    public static GoType Time => TimeTypes.Time;

    /// <summary>time.Duration: an int64 of nanoseconds that prints as <c>1h2m3s</c>; see <see cref="GoValue.Duration"/>.</summary>
    public static GoType Duration => DurationTypes.Duration;
}
