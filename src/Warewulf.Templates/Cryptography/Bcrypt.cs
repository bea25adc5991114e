using System.Buffers.Binary;
using System.Text;

namespace Warewulf.Templates.Cryptography;

/// <summary>bcrypt hashes of passwords, version 2a at cost 10, which is what Sprig makes.</summary>
internal static class Bcrypt
{
    public const int SaltLength = 16;
    public const int MaxPasswordLength = 72;
    private const int Cost = 10;
    private const int HashLength = 23;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The hash with version, cost and salt in front.</summary>
    /// <param name="password">At most <see cref="MaxPasswordLength"/> bytes.</param>
    /// <param name="salt"><see cref="SaltLength"/> bytes.</param>
    public static string Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
    {
        // The terminating zero is part of the key.
        byte[] key = [.. password, 0];
        var cipher = new Blowfish();
        cipher.Expand(key, salt);
        for (var i = 0; i < 1 << Cost; i++)
        {
            cipher.Expand(key, []);
            cipher.Expand(salt, []);
        }

        var text = "OrpheanBeholderScryDoubt"u8.ToArray();
        for (var block = 0; block < text.Length; block += 8)
        {
            var half = text.AsSpan(block);
            var (left, right) = (BinaryPrimitives.ReadUInt32BigEndian(half), BinaryPrimitives.ReadUInt32BigEndian(half[4..]));
            for (var i = 0; i < 64; i++)
            {
                cipher.Encrypt(ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(half, left);
            BinaryPrimitives.WriteUInt32BigEndian(half[4..], right);
        }

        return $"$2a${Cost}${Encode(salt)}{Encode(text.AsSpan(0, HashLength))}";
    }

    /// <summary>Base64 with an alphabet of its own and no padding.</summary>
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var output = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var b in bytes)
        {
            bits = (bits << 8) | b;
            for (count += 8; count >= 6; count -= 6)
            {
                output.Append(Alphabet[(bits >> (count - 6)) & 0x3F]);
            }

            bits &= 0x3F;
        }

        return count == 0 ? output.ToString() : output.Append(Alphabet[(bits << (6 - count)) & 0x3F]).ToString();
    }
}
