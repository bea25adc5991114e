namespace Warewulf.TemplateFuzz.Hammering;

/// <summary>What hammering showed.</summary>
public sealed class HammerReport
{
    public int Rendered { get; internal set; }

    public int Parsed { get; internal set; }

    public int Refused { get; internal set; }

    /// <summary>How many inputs were kept because they led somewhere new.</summary>
    public int Kept { get; internal set; }

    /// <summary>The longest that one input took.</summary>
    public TimeSpan Slowest { get; internal set; }

    /// <summary>The most that one input allocated, in bytes.</summary>
    public long Largest { get; internal set; }

    /// <summary>What went wrong, each with its input in base64.</summary>
    public List<string> Problems { get; } = [];

    public override string ToString() =>
        $"{Rendered} rendered, {Parsed} parsed only, {Refused} refused, {Kept} kept; slowest {Slowest.TotalMilliseconds:F0} ms, largest {Largest / 1024} KiB; {Problems.Count} problems";
}
