using System.Buffers.Text;

namespace Warewulf.Core.Archives;

/// <summary>
/// The map of a sparse file's data in the four forms GNU tar has written: in the header ('S'), in PAX records (0.0 and 0.1), and in
/// front of the content (1.0).
/// </summary>
internal static class TarSparse
{
    private const string Prefix = "GNU.sparse.";
    private const string MapKey = Prefix + "map";
    private const int NumberLength = 12;

    /// <summary>No map fits into this length, so that a file whose length is not told is refused.</summary>
    private const long Unknown = -1;

    /// <summary>Far more runs than any real file has; stops a forged header from asking for gigabytes.</summary>
    private const int MaxRuns = 1_000_000;

    /// <summary>Whether a record is one of a list with the same key, as only form 0.0 has them; they are joined as in form 0.1.</summary>
    internal static bool IsListed(string key) => key is Prefix + "offset" or Prefix + "numbytes";

    /// <summary>The key under which listed records are joined.</summary>
    internal static string ListKey => MapKey;

    /// <summary>The file's own name; the member's says only what to do with programs that know no sparse files.</summary>
    internal static BytePath? Name(Dictionary<string, byte[]> records) =>
        records.TryGetValue(Prefix + "name", out var name) ? new BytePath(name) : null;

    /// <summary>The length of the file with its holes; null for files that are not sparse.</summary>
    internal static long? Length(TarHeader header, Dictionary<string, byte[]> records, long position) => header.Type == (byte)'S'
        ? header.RealSize
        : PaxRecords.Number(records, Prefix + "realsize", position)
            ?? PaxRecords.Number(records, Prefix + "size", position)
            ?? (records.ContainsKey(MapKey) || records.ContainsKey(Prefix + "major") ? Unknown : null);

    /// <summary>Reads the map and takes it off what is left of the member.</summary>
    /// <returns>The runs; null when the map is no map.</returns>
    internal static List<TarRun>? Runs(TarHeader header, Dictionary<string, byte[]> records, ArchiveInput input, ref long stored)
    {
        var numbers = header.Type == (byte)'S' ? OfHeader(header, input)
            : records.TryGetValue(MapKey, out var map) ? OfRecord(map)
            : records.ContainsKey(Prefix + "major") ? OfContent(input, ref stored)
            : null;
        if (numbers is null || numbers.Count % 2 != 0)
        {
            return null;
        }

        var runs = new List<TarRun>();
        long end = 0;
        long total = 0;
        for (var i = 0; i < numbers.Count; i += 2)
        {
            var run = new TarRun(numbers[i], numbers[i + 1]);
            if (run.Offset < end || run.Length < 0 || run.Length > long.MaxValue - run.Offset)
            {
                return null;
            }

            end = run.Offset + run.Length;
            total += run.Length;
            runs.Add(run);
        }

        return total == stored ? runs : null;
    }

    private static List<long> OfHeader(TarHeader header, ArchiveInput input)
    {
        var numbers = new List<long>();
        AddPairs(numbers, header.SparseMap.Span);
        Span<byte> block = stackalloc byte[TarHeader.BlockSize];
        for (var more = header.HasMoreMap; more && numbers.Count < 2 * MaxRuns; more = block[504] != 0)
        {
            input.ReadExactly(block, "the map of a sparse file");
            AddPairs(numbers, block[..504]);
        }

        return numbers;
    }

    private static void AddPairs(List<long> numbers, ReadOnlySpan<byte> pairs)
    {
        for (; pairs.Length >= 2 * NumberLength && pairs[0] != 0; pairs = pairs[(2 * NumberLength)..])
        {
            numbers.Add(TarHeader.Number(pairs[..NumberLength], "sparse map", 0));
            numbers.Add(TarHeader.Number(pairs.Slice(NumberLength, NumberLength), "sparse map", 0));
        }
    }

    private static List<long>? OfRecord(ReadOnlySpan<byte> map)
    {
        var numbers = new List<long>();
        foreach (var range in map.Split((byte)','))
        {
            var text = map[range];
            if (!Utf8Parser.TryParse(text, out long number, out var consumed) || consumed != text.Length)
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static List<long>? OfContent(ArchiveInput input, ref long stored)
    {
        var numbers = new List<long>();
        var block = new byte[TarHeader.BlockSize];
        long? wanted = null;
        long number = 0;
        while (stored >= block.Length && (wanted is null || numbers.Count < wanted))
        {
            input.ReadExactly(block, "the map of a sparse file");
            stored -= block.Length;
            foreach (var digit in block)
            {
                if (numbers.Count == wanted)
                {
                    break;
                }

                if (digit is >= (byte)'0' and <= (byte)'9' && number < long.MaxValue / 100)
                {
                    number = (number * 10) + digit - '0';
                }
                else if (digit != '\n' || (wanted is null && number > MaxRuns))
                {
                    return null;
                }
                else if (wanted is null)
                {
                    (wanted, number) = (2 * number, 0);
                }
                else
                {
                    numbers.Add(number);
                    number = 0;
                }
            }
        }

        return numbers.Count == wanted ? numbers : null;
    }
}
