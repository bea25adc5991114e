using Warewulf.Templates.Times;
using Warewulf.Templates.Values;

namespace Warewulf.Templates;

/// <summary>
/// What an execution may learn of the world outside its data: time, randomness, the environment, host names. All of it comes from the
/// caller, so that the same template with the same data and the same surroundings gives the same bytes. The library itself reads no
/// clock, no file, no environment variable and no network. Immutable; its functions may be called from any thread that renders, and what
/// they throw passes through the rendering as it is.
/// </summary>
public sealed record TemplateSurroundings
{
    /// <summary>No clock, no randomness, an empty environment, no host names; the local time zone is UTC and no other zone is known.</summary>
    public static TemplateSurroundings None { get; } = new();

    /// <summary>Answers <c>now</c>, <c>ago</c> and the dates of certificates. Default null: templates that ask for the time fail.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>The zone that templates call Local. Default: UTC.</summary>
    public GoLocation LocalZone { get; init; } = GoLocation.Utc;

    /// <summary>
    /// Finds a time zone by its name, such as <c>Europe/Berlin</c>; null says that there is none of that name, and Sprig then takes UTC.
    /// Usually reads the machine's zone files with <see cref="GoLocation.Parse"/>. Default null: naming a zone other than UTC and Local is an error.
    /// </summary>
    public Func<string, GoLocation?>? FindZone { get; init; }

    /// <summary>
    /// Fills a span with random bytes; the same bytes give the same results. Default null: functions that need randomness fail.
    /// New private keys come from the framework's own generator, which cannot be given bytes; they need this to be set all the same.
    /// </summary>
    public Action<Span<byte>>? Random { get; init; }

    /// <summary>The value of an environment variable, null when it is not set. Default null: as if the environment were empty.</summary>
    public Func<string, string?>? Environment { get; init; }

    /// <summary>The addresses of a host, empty when it is unknown. Default null: <c>getHostByName</c> fails.</summary>
    public Func<string, IReadOnlyList<string>>? ResolveHost { get; init; }

    /// <summary>The current time in the local zone. Throws <see cref="GoFunctionException"/> without a clock.</summary>
    internal GoTime Now() => Clock is null
        ? throw new GoFunctionException("the time is not known: no clock was supplied")
        : GoTime.From(Clock.GetUtcNow()).In(LocalZone);

    /// <summary>The zone of that name, UTC when there is none; Go's names for UTC and the local zone included.</summary>
    internal GoLocation Zone(string name) => name switch
    {
        "" or "UTC" => GoLocation.Utc,
        "Local" => LocalZone,
        _ when FindZone is null => throw new GoFunctionException($"time zone {name} is not known: no time zones were supplied"),
        _ => FindZone(name) ?? GoLocation.Utc,
    };

    /// <summary>Random bytes. Throws <see cref="GoFunctionException"/> without a source of them.</summary>
    internal void FillRandom(Span<byte> bytes)
    {
        if (Random is null)
        {
            throw new GoFunctionException("no source of randomness was supplied");
        }

        Random(bytes);
    }

    /// <summary>A random number from 0 to below a bound.</summary>
    internal long NextRandom(long bound)
    {
        // The top of the range is drawn again, so that each number is as likely as any other.
        var limit = ulong.MaxValue - (ulong.MaxValue % (ulong)bound);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ulong number;
        do
        {
            FillRandom(bytes);
            number = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }
        while (number >= limit);
        return (long)(number % (ulong)bound);
    }
}
