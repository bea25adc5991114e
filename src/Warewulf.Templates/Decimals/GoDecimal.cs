using System.Globalization;
using System.Numerics;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Decimals;

/// <summary>A decimal number of any size, value · 10^exponent, with the arithmetic that Sprig's float functions use.</summary>
internal readonly record struct GoDecimal(BigInteger Value, long Exponent)
{
    /// <summary>Digits after the point in a quotient.</summary>
    private const int DivisionPrecision = 16;

    /// <summary>Far more digits than sums and quotients of doubles have; only long products get there.</summary>
    private const long MaxBits = 1 << 17;

    /// <summary>How many steps one more operation with this number counts as: nothing for the numbers of everyday.</summary>
    public long Work => Value.GetBitLength() >> 10;

    /// <summary>The decimal that a double prints as. Throws <see cref="GoFunctionException"/> for NaN and infinities.</summary>
    public static GoDecimal From(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new GoFunctionException($"Cannot create a Decimal from {(double.IsNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf")}");
        }

        var (digits, point) = FloatText.Shortest(Math.Abs(number), single: false);
        var value = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return new GoDecimal(number < 0 ? -value : value, point - digits.Length);
    }

    public GoDecimal Add(GoDecimal other)
    {
        var exponent = Math.Min(Exponent, other.Exponent);
        return Checked(Scaled(exponent) + other.Scaled(exponent), exponent);
    }

    public GoDecimal Subtract(GoDecimal other) => Add(other with { Value = -other.Value });

    public GoDecimal Multiply(GoDecimal other) => Checked(Value * other.Value, Exponent + other.Exponent);

    /// <summary>The quotient to 16 digits after the point, halves away from zero.</summary>
    public GoDecimal Divide(GoDecimal other)
    {
        if (other.Value.IsZero)
        {
            throw new GoFunctionException("decimal division by 0");
        }

        var shift = Exponent - other.Exponent + DivisionPrecision;
        Check(shift);
        var numerator = shift > 0 ? Value * BigInteger.Pow(10, (int)shift) : Value;
        var denominator = shift < 0 ? other.Value * BigInteger.Pow(10, (int)-shift) : other.Value;
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(denominator))
        {
            quotient += numerator.Sign * denominator.Sign;
        }

        return Checked(quotient, -DivisionPrecision);
    }

    /// <summary>The nearest double; infinite when the number is too large.</summary>
    public double ToDouble()
    {
        var digits = BigInteger.Abs(Value).ToString(CultureInfo.InvariantCulture);
        var magnitude = digits.Length + Exponent;
        var size = Value.IsZero || magnitude < -400 ? 0
            : magnitude > 400 ? double.PositiveInfinity
            : double.Parse($"0.{Significant(digits)}E{magnitude.ToString(CultureInfo.InvariantCulture)}", NumberStyles.Float, CultureInfo.InvariantCulture);
        return Value.Sign < 0 ? -size : size;
    }

    /// <summary>No double lies between numbers that agree in so many digits, as long as the last one says that more follow.</summary>
    private static string Significant(string digits) => digits.Length > 1_200 ? string.Concat(digits.AsSpan(0, 1_200), "1") : digits;

    private BigInteger Scaled(long exponent)
    {
        Check(Exponent - exponent);
        return Value * BigInteger.Pow(10, (int)(Exponent - exponent));
    }

    private static GoDecimal Checked(BigInteger value, long exponent) => value.GetBitLength() > MaxBits
        ? throw new GoFunctionException("number has too many digits")
        : new GoDecimal(value, exponent);

    private static void Check(long digits)
    {
        if (Math.Abs(digits) > MaxBits / 4)
        {
            throw new GoFunctionException("number has too many digits");
        }
    }
}
