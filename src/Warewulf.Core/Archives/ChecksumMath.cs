namespace Warewulf.Core.Archives;

/// <summary>The CRC-32 of two runs of bytes from the checksum of each (arithmetic on polynomials over GF(2)).</summary>
internal static class ChecksumMath
{
    private const uint Polynomial = 0xEDB88320;

    // Bits stand for coefficients, reversed as in the checksum itself: the top bit is x^0.
    private const uint One = 1u << 31;

    /// <summary>The checksum of a first run followed by a second one of the given length in bytes.</summary>
    internal static uint Combine(uint first, uint second, long secondLength) =>
        Multiply(first, PowerOfX(secondLength * 8)) ^ second;

    private static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (var bit = One; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
            }

            right = TimesX(right);
        }

        return product;
    }

    private static uint PowerOfX(long exponent)
    {
        var power = One;
        for (var factor = TimesX(One); exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                power = Multiply(power, factor);
            }

            factor = Multiply(factor, factor);
        }

        return power;
    }

    private static uint TimesX(uint value) => (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
}
