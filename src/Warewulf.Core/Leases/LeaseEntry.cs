using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Leases;

/// <summary>One address of a lease pool that is, or was, in use. As text one line: address, machine, kind, end in Unix seconds.</summary>
/// <param name="Address">The address.</param>
/// <param name="Mac">The machine that has it, or had it last.</param>
/// <param name="Kind">What it has it for.</param>
/// <param name="EndsAt">Until when that holds, in whole seconds; from then on the address is free.</param>
[JsonConverter(typeof(ParsableJsonConverter<LeaseEntry>))]
public sealed record LeaseEntry(IPAddress Address, MacAddress Mac, LeaseKind Kind, DateTimeOffset EndsAt) : IParsable<LeaseEntry>
{
    // The last second of the calendar.
    private static readonly long LatestEnd = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Tells whether the address is taken at that time, by the machine or, when declined, by a stranger.</summary>
    public bool IsTakenAt(DateTimeOffset now) => EndsAt > now;

    /// <inheritdoc/>
    /// <exception cref="FormatException">The text is not an entry.</exception>
    public static LeaseEntry Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var entry) ? entry : throw new FormatException($"'{s}' is not an entry of a lease pool.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out LeaseEntry result)
    {
        result = null;
        var parts = (s ?? "").Split(' ');
        if (parts.Length != 4
            || !IPAddress.TryParse(parts[0], out var address)
            || !MacAddress.TryParse(parts[1], null, out var mac)
            || !Enum.TryParse<LeaseKind>(parts[2], out var kind)
            || !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || address.AddressFamily != AddressFamily.InterNetwork
            || end > LatestEnd)
        {
            return false;
        }

        result = new LeaseEntry(address, mac, kind, DateTimeOffset.FromUnixTimeSeconds(end));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Address} {Mac} {Kind} {EndsAt.ToUnixTimeSeconds()}";
}
