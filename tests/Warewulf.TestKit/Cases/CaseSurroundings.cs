using System.Security.Cryptography;
using Warewulf.Templates;
using Warewulf.Templates.Times;

namespace Warewulf.TestKit.Cases;

/// <summary>What a program on this machine would give a template: the answers of cases that depend on it are about their form only.</summary>
public static class CaseSurroundings
{
    /// <summary>The machine's clock, randomness and time zones, and one host.</summary>
    public static TemplateSurroundings Machine { get; } = new()
    {
        Clock = TimeProvider.System,
        Random = RandomNumberGenerator.Fill,
        FindZone = Zone,
        ResolveHost = static name => name == "localhost" ? ["127.0.0.1"] : [],
    };

    private static GoLocation? Zone(string name)
    {
        var path = Path.Combine("/usr/share/zoneinfo", name);
        return !name.Contains("..", StringComparison.Ordinal) && File.Exists(path) ? GoLocation.Parse(name, File.ReadAllBytes(path)) : null;
    }
}
