using System.Buffers.Binary;
using System.Text;

namespace Warewulf.Templates.Times;

/// <summary>Reads zone files (RFC 8536).</summary>
internal static class ZoneFile
{
    private const int HeaderLength = 44;

    public static GoLocation Read(string name, ReadOnlySpan<byte> content)
    {
        var counts = Counts(content);
        var wide = content[4] >= (byte)'2';
        var body = content[HeaderLength..];
        if (wide)
        {
            // The first block has 32-bit times for old readers; the second says the same in full.
            body = body[Math.Min(body.Length, counts.Size(4))..];
            counts = Counts(body);
            body = body[HeaderLength..];
        }

        var width = wide ? 8 : 4;
        if (body.Length < counts.Size(width) || counts.Kinds == 0)
        {
            throw Malformed();
        }

        var kindBytes = body.Slice(counts.Times * (width + 1), counts.Kinds * 6);
        var letters = body.Slice((counts.Times * (width + 1)) + (counts.Kinds * 6), counts.Letters);
        var kinds = new ZonePeriod[counts.Kinds];
        for (var i = 0; i < kinds.Length; i++)
        {
            var entry = kindBytes[(i * 6)..];
            kinds[i] = new ZonePeriod(Abbreviation(letters, entry[5]), BinaryPrimitives.ReadInt32BigEndian(entry), entry[4] != 0);
        }

        var transitions = new (long At, int Kind)[counts.Times];
        for (var i = 0; i < transitions.Length; i++)
        {
            var kind = body[(counts.Times * width) + i];
            transitions[i] = (wide ? BinaryPrimitives.ReadInt64BigEndian(body[(i * 8)..]) : BinaryPrimitives.ReadInt32BigEndian(body[(i * 4)..]), kind);
            if (kind >= kinds.Length || (i > 0 && transitions[i].At < transitions[i - 1].At))
            {
                throw Malformed();
            }
        }

        var footer = wide ? Encoding.ASCII.GetString(body[counts.Size(width)..]).Trim('\n') : "";
        return new GoLocation(name, kinds, transitions, ZoneRule.Parse(footer));
    }

    private static Sizes Counts(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength || !header.StartsWith("TZif"u8))
        {
            throw Malformed();
        }

        var counts = new int[6];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = BinaryPrimitives.ReadInt32BigEndian(header[(20 + (i * 4))..]);
            if (counts[i] is < 0 or > 1 << 20)
            {
                throw Malformed();
            }
        }

        return new Sizes(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    private static string Abbreviation(ReadOnlySpan<byte> letters, int start)
    {
        if (start >= letters.Length)
        {
            throw Malformed();
        }

        var rest = letters[start..];
        var end = rest.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]);
    }

    private static FormatException Malformed() => new("malformed time zone information");

    /// <summary>The six numbers of the header, in their order there.</summary>
    private readonly record struct Sizes(int UtcFlags, int StandardFlags, int Leaps, int Times, int Kinds, int Letters)
    {
        public int Size(int width) => (Times * (width + 1)) + (Kinds * 6) + Letters + (Leaps * (width + 4)) + StandardFlags + UtcFlags;
    }
}
