using System.Numerics;

namespace Warewulf.Templates.Cryptography;

/// <summary>The first tables of Blowfish: the digits of pi after the point, in 32-bit words. They are computed once, which takes some milliseconds.</summary>
internal static class BlowfishTables
{
    public const int KeyWords = 18;
    public const int BoxWords = 4 * 256;
    private const int GuardBits = 64;

    private static readonly Lazy<uint[]> Computed = new(Compute);

    /// <summary>The 18 words of the key table, then the four boxes of 256 words.</summary>
    public static ReadOnlySpan<uint> Words => Computed.Value;

    private static uint[] Compute()
    {
        const int Bits = (KeyWords + BoxWords) * 32;
        var one = BigInteger.One << (Bits + GuardBits);

        // Machin's formula.
        var pi = (16 * ArcTangent(one, 5)) - (4 * ArcTangent(one, 239));
        var fraction = (pi - (3 * one)) >> GuardBits;
        var bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        var words = new uint[KeyWords + BoxWords];
        var offset = bytes.Length - (words.Length * sizeof(uint));
        for (var i = 0; i < words.Length * sizeof(uint); i++)
        {
            words[i / sizeof(uint)] = (words[i / sizeof(uint)] << 8) | (offset + i < 0 ? (byte)0 : bytes[offset + i]);
        }

        return words;
    }

    private static BigInteger ArcTangent(BigInteger one, int inverse)
    {
        var term = one / inverse;
        var sum = term;
        for (var n = 3; !term.IsZero; n += 2)
        {
            term /= inverse * inverse;
            sum += n % 4 == 3 ? -(term / n) : term / n;
        }

        return sum;
    }
}
