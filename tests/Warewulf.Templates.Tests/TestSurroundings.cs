using System.Buffers.Binary;
using Warewulf.Templates.Times;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>Surroundings for tests: the same in each run, but for <see cref="Machine"/>.</summary>
internal static class TestSurroundings
{
    /// <summary>2024-03-05 14:07:09.1234567 UTC.</summary>
    public static DateTimeOffset Now { get; } = new DateTimeOffset(2024, 3, 5, 14, 7, 9, TimeSpan.Zero).AddTicks(1_234_567);

    /// <summary>A stopped clock, counted randomness, two variables, two hosts, a few time zones.</summary>
    public static TemplateSurroundings Fixed => new()
    {
        Clock = new StoppedClock(Now),
        Random = Counting(),
        FindZone = Sprig.ZoneFiles.Find,
        Environment = static name => name switch { "HOME" => "/root", "EMPTY" => "", _ => null },
        ResolveHost = static name => name switch { "localhost" => ["127.0.0.1"], "many" => ["10.0.0.1", "10.0.0.2"], _ => [] },
    };

    /// <summary>What a program on this machine would give, for recorded cases that only ask for the shape of a result.</summary>
    public static TemplateSurroundings Machine { get; } = new()
    {
        Clock = TimeProvider.System,
        Random = System.Security.Cryptography.RandomNumberGenerator.Fill,
        FindZone = Zone,
        ResolveHost = static name => name == "localhost" ? ["127.0.0.1"] : [],
    };

    public static TemplateOptions Options => new() { Surroundings = Fixed };

    /// <summary>Times, durations and numbers of several types, under the names that the tests of Sprig's functions use.</summary>
    public static GoValue Data { get; } = Render.Dictionary(
        ("t", TimeTypes.Value(Moment)), ("p", GoValue.Pointer(GoType.Time, Moment)), ("zero", TimeTypes.Value(GoTime.Zero)),
        ("ny", TimeTypes.Value(Moment.In(Sprig.ZoneFiles.Find("America/New_York")))),
        ("fx", TimeTypes.Value(Moment.In(GoLocation.Fixed("", 19_800)))), ("fz", TimeTypes.Value(Moment.In(GoLocation.Fixed("XYZ", -12_345)))),
        ("i64", GoValue.Int64(1_709_647_629)), ("i32", GoValue.Integer(GoType.Int32, 1_709_647_629)), ("neg", GoValue.Int64(-1_709_647_629)),
        ("big", GoValue.Int64(long.MaxValue)), ("small", GoValue.Int64(long.MinValue)), ("u", GoValue.Integer(GoType.Uint, 7)),
        ("u32", GoValue.Integer(GoType.Uint32, 7)), ("f32", GoValue.Float(GoType.Float32, 1.1f)), ("m", GoValue.Integer(DurationTypes.Month, 3)),
        ("d", GoValue.Integer(GoType.Duration, (90 * GoDuration.Minute) + (30 * GoDuration.Second) + (5 * GoDuration.Millisecond))),
        ("dd", GoValue.Integer(GoType.Duration, 1)));

    private static GoTime Moment => TimeParser.Parse(TimeLayout.Rfc3339Nano, "2024-03-05T14:07:09.123456789Z", GoLocation.Utc);

    private static GoLocation? Zone(string name)
    {
        var path = Path.Combine("/usr/share/zoneinfo", name);
        return !name.Contains("..", StringComparison.Ordinal) && File.Exists(path) ? GoLocation.Parse(name, File.ReadAllBytes(path)) : null;
    }

    /// <summary>Randomness that is none: a counter, spread by multiplication.</summary>
    private static Action<Span<byte>> Counting()
    {
        var state = 1UL;
        return bytes =>
        {
            Span<byte> word = stackalloc byte[sizeof(ulong)];
            for (; bytes.Length > 0; bytes = bytes[Math.Min(bytes.Length, word.Length)..])
            {
                state = (state * 6364136223846793005UL) + 1442695040888963407UL;
                BinaryPrimitives.WriteUInt64LittleEndian(word, state ^ (state >> 33));
                word[..Math.Min(bytes.Length, word.Length)].CopyTo(bytes);
            }
        };
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
