using System.Numerics;
using System.Security.Cryptography;

namespace Warewulf.Templates.Cryptography;

/// <summary>
/// Public keys and signatures of RFC 8032. Not in constant time: it is for making certificates while rendering, not for a server that an
/// attacker can time.
/// </summary>
internal static class Ed25519
{
    public const int KeyLength = 32;

    private static readonly BigInteger Prime = (BigInteger.One << 255) - 19;
    private static readonly BigInteger Order = (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    private static readonly BigInteger Curve = Mod(-121665 * Inverse(121666));
    private static readonly Point Base = BasePoint();

    /// <summary>The public key of a 32-byte seed.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> seed) => Encode(Multiply(Base, Scalar(SHA512.HashData(seed))));

    /// <summary>The 64-byte signature of a message.</summary>
    public static byte[] Sign(ReadOnlySpan<byte> seed, byte[] message)
    {
        var hash = SHA512.HashData(seed);
        var scalar = Scalar(hash);
        var publicKey = Encode(Multiply(Base, scalar));
        var nonce = Number(SHA512.HashData([.. hash.AsSpan(KeyLength), .. message])) % Order;
        var commitment = Encode(Multiply(Base, nonce));
        var challenge = Number(SHA512.HashData([.. commitment, .. publicKey, .. message])) % Order;
        return [.. commitment, .. Bytes((nonce + (challenge * scalar)) % Order)];
    }

    private static BigInteger Scalar(byte[] hash)
    {
        var bytes = hash[..KeyLength];
        bytes[0] &= 0xF8;
        bytes[^1] = (byte)((bytes[^1] & 0x7F) | 0x40);
        return Number(bytes);
    }

    private static Point BasePoint()
    {
        var y = Mod(4 * Inverse(5));
        var square = Mod(((y * y) - 1) * Inverse((Curve * y * y) + 1));
        var x = BigInteger.ModPow(square, (Prime + 3) / 8, Prime);
        x = Mod((x * x) - square).IsZero ? x : Mod(x * BigInteger.ModPow(2, (Prime - 1) / 4, Prime));
        x = x.IsEven ? x : Prime - x;
        return new Point(x, y, BigInteger.One, Mod(x * y));
    }

    private static Point Multiply(Point point, BigInteger scalar)
    {
        var result = new Point(BigInteger.Zero, BigInteger.One, BigInteger.One, BigInteger.Zero);
        for (; !scalar.IsZero; scalar >>= 1)
        {
            result = scalar.IsEven ? result : Add(result, point);
            point = Add(point, point);
        }

        return result;
    }

    private static Point Add(Point p, Point q)
    {
        var a = Mod((p.Y - p.X) * (q.Y - q.X));
        var b = Mod((p.Y + p.X) * (q.Y + q.X));
        var c = Mod(2 * p.T * q.T % Prime * Curve);
        var d = Mod(2 * p.Z * q.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static byte[] Encode(Point point)
    {
        var inverse = Inverse(point.Z);
        var bytes = Bytes(Mod(point.Y * inverse));
        bytes[^1] |= Mod(point.X * inverse).IsEven ? (byte)0 : (byte)0x80;
        return bytes;
    }

    private static byte[] Bytes(BigInteger value)
    {
        var bytes = new byte[KeyLength];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true);

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), Prime - 2, Prime);

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % Prime;
        return rest.Sign < 0 ? rest + Prime : rest;
    }

    /// <summary>Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);
}
