using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Warewulf.Templates;
using Warewulf.Templates.Times;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// What overlays may learn of this head: its clock, randomness, time zones and the addresses of hosts. Its environment is none of their business:
/// it differs from head to head, and holds the password of the database.
/// </summary>
internal sealed class OverlaySurroundings
{
    private const string LocalZone = "/etc/localtime";
    private const int LargestZone = 1 << 20;
    private const int MostZones = 1_000;

    private readonly ConcurrentDictionary<string, GoLocation?> _zones = new(StringComparer.Ordinal);
    private readonly string _zoneDirectory;

    /// <summary>Looks at the machine.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="zoneDirectory">Where the files of time zones lie.</param>
    public OverlaySurroundings(TimeProvider time, string zoneDirectory = "/usr/share/zoneinfo")
    {
        _zoneDirectory = zoneDirectory;
        Templates = new TemplateSurroundings
        {
            Clock = time,
            Random = RandomNumberGenerator.Fill,
            LocalZone = Read("Local", LocalZone) ?? GoLocation.Utc,
            FindZone = Find,
            ResolveHost = Resolve,
        };
    }

    /// <summary>The same in the form that templates take.</summary>
    public TemplateSurroundings Templates { get; }

    private static IReadOnlyList<string> Resolve(string host)
    {
        try
        {
            return [.. Dns.GetHostAddresses(host).Select(address => address.ToString())];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static GoLocation? Read(string name, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.Length <= LargestZone ? GoLocation.Parse(name, File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
        {
            return null;
        }
    }

    // A zone's name is a path, and comes out of a template: it may not lead anywhere else.
    private GoLocation? Find(string name)
    {
        if (_zones.TryGetValue(name, out var known))
        {
            return known;
        }

        var isName = name.Length is > 0 and <= 64 && name[0] != '/' && name.Split('/').All(part => part.Length > 0 && part[0] != '.')
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
        var zone = isName ? Read(name, Path.Combine(_zoneDirectory, name)) : null;
        if (_zones.Count < MostZones)
        {
            _zones[name] = zone;
        }

        return zone;
    }
}
