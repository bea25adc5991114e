using System.Diagnostics.CodeAnalysis;

namespace Warewulf.Templates.Times;

/// <summary>
/// A time zone with its history: Go's *time.Location. Made of a zone file (TZif, RFC 8536) so that offsets and abbreviations are the
/// ones every other program of the machine shows. Immutable.
/// </summary>
public sealed class GoLocation
{
    private readonly ZonePeriod[] _kinds;
    private readonly (long At, int Kind)[] _transitions;
    private readonly ZoneRule? _rule;

    internal GoLocation(string name, ZonePeriod[] kinds, (long At, int Kind)[] transitions, ZoneRule? rule)
    {
        Name = name;
        _kinds = kinds;
        _transitions = transitions;
        _rule = rule;
    }

    /// <summary>UTC.</summary>
    public static GoLocation Utc { get; } = Fixed("UTC", 0);

    /// <summary>The name: of the zone file, or what <see cref="Fixed"/> was given.</summary>
    public string Name { get; }

    /// <summary>A zone that always has the same offset.</summary>
    /// <param name="name">The abbreviation; empty to show the offset instead.</param>
    /// <param name="offsetSeconds">Seconds east of UTC.</param>
    public static GoLocation Fixed(string name, int offsetSeconds)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new GoLocation(name, [new ZonePeriod(name, offsetSeconds, false)], [], null);
    }

    /// <summary>Reads the content of a zone file, as found under /usr/share/zoneinfo. Throws <see cref="FormatException"/> when it is none.</summary>
    /// <param name="name">The zone's name: <c>Local</c> for the machine's own, otherwise the file's path under that folder.</param>
    /// <param name="content">The bytes of the file.</param>
    public static GoLocation Parse(string name, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ZoneFile.Read(name, content);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The abbreviation and offset in force at a time.</summary>
    /// <param name="unix">Seconds since 1970.</param>
    internal ZonePeriod At(long unix)
    {
        if (_transitions.Length == 0 || unix < _transitions[0].At)
        {
            return _transitions.Length == 0 && _rule is not null ? _rule.At(unix) : First();
        }

        var (low, high) = (0, _transitions.Length);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = unix < _transitions[middle].At ? (low, middle) : (middle, high);
        }

        return low == _transitions.Length - 1 && _rule is not null ? _rule.At(unix) : _kinds[_transitions[low].Kind];
    }

    /// <summary>The offset that an abbreviation means in this zone: preferably one in force at that local time, else any.</summary>
    internal bool TryOffset(string abbreviation, long localSeconds, [NotNullWhen(true)] out int? offset)
    {
        foreach (var kind in _kinds)
        {
            if (kind.Name == abbreviation && At(localSeconds - kind.Offset) is var found && found.Name == abbreviation)
            {
                offset = found.Offset;
                return true;
            }
        }

        var any = Array.FindIndex(_kinds, k => k.Name == abbreviation);
        offset = any < 0 ? null : _kinds[any].Offset;
        return offset is not null;
    }

    /// <summary>When a local time is: seconds since 1970 for seconds counted on the zone's own clock.</summary>
    internal long ToUnix(long localSeconds)
    {
        unchecked
        {
            // The offset is guessed, then read again where the guess may lie on the other side of a change.
            var guess = localSeconds - At(localSeconds).Offset;
            return localSeconds - At(guess).Offset;
        }
    }

    private ZonePeriod First()
    {
        var first = _transitions.Length > 0 ? _transitions[0].Kind : 0;
        if (!Array.Exists(_transitions, t => t.Kind == 0))
        {
            return _kinds[0];
        }

        if (_transitions.Length > 0 && _kinds[first].IsSummer)
        {
            for (var kind = first - 1; kind >= 0; kind--)
            {
                if (!_kinds[kind].IsSummer)
                {
                    return _kinds[kind];
                }
            }
        }

        return Array.Find(_kinds, k => !k.IsSummer) ?? _kinds[0];
    }
}
