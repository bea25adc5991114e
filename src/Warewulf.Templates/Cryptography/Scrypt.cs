using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Warewulf.Templates.Cryptography;

/// <summary>The key derivation of RFC 7914. Uses 128 · cost · blockSize bytes of memory.</summary>
internal static class Scrypt
{
    private const int SalsaWords = 16;

    /// <param name="password">The password.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="cost">A power of two.</param>
    /// <param name="blockSize">In units of 128 bytes.</param>
    /// <param name="parallelism">How many blocks are mixed, one after the other.</param>
    /// <param name="length">The length of the key in bytes.</param>
    public static byte[] Derive(byte[] password, byte[] salt, int cost, int blockSize, int parallelism, int length)
    {
        var blockBytes = blockSize * 128;
        var blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, blockBytes * parallelism);
        var words = new uint[blockBytes / sizeof(uint)];
        var memory = new uint[(long)words.Length * cost];
        for (var block = 0; block < parallelism; block++)
        {
            var bytes = blocks.AsSpan(block * blockBytes, blockBytes);
            for (var i = 0; i < words.Length; i++)
            {
                words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
            }

            Mix(words, memory, cost);
            for (var i = 0; i < words.Length; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(i * sizeof(uint))..], words[i]);
            }
        }

        return Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
    }

    private static void Mix(uint[] words, uint[] memory, int cost)
    {
        var other = new uint[words.Length];
        for (var i = 0; i < cost; i++)
        {
            words.CopyTo(memory, i * words.Length);
            MixBlock(words, other);
        }

        for (var i = 0; i < cost; i++)
        {
            var index = (int)(words[^SalsaWords] & (uint)(cost - 1));
            var remembered = memory.AsSpan(index * words.Length, words.Length);
            for (var j = 0; j < words.Length; j++)
            {
                words[j] ^= remembered[j];
            }

            MixBlock(words, other);
        }
    }

    private static void MixBlock(uint[] words, uint[] other)
    {
        Span<uint> state = stackalloc uint[SalsaWords];
        words.AsSpan(words.Length - SalsaWords).CopyTo(state);
        var pieces = words.Length / SalsaWords;
        for (var piece = 0; piece < pieces; piece++)
        {
            var input = words.AsSpan(piece * SalsaWords, SalsaWords);
            for (var i = 0; i < SalsaWords; i++)
            {
                state[i] ^= input[i];
            }

            Salsa(state);

            // Even pieces go to the first half, odd ones to the second.
            state.CopyTo(other.AsSpan(((piece / 2) + (piece % 2 * pieces / 2)) * SalsaWords));
        }

        other.CopyTo(words, 0);
    }

    private static void Salsa(Span<uint> state)
    {
        Span<uint> x = stackalloc uint[SalsaWords];
        state.CopyTo(x);
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Quarter(ref x[i * 5], ref x[((i * 5) + 4) % 16], ref x[((i * 5) + 8) % 16], ref x[((i * 5) + 12) % 16]);
            }

            for (var i = 0; i < 4; i++)
            {
                var row = i * 4;
                Quarter(ref x[row + i], ref x[row + ((i + 1) % 4)], ref x[row + ((i + 2) % 4)], ref x[row + ((i + 3) % 4)]);
            }
        }

        for (var i = 0; i < SalsaWords; i++)
        {
            state[i] += x[i];
        }
    }

    private static void Quarter(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        b ^= BitOperations.RotateLeft(a + d, 7);
        c ^= BitOperations.RotateLeft(b + a, 9);
        d ^= BitOperations.RotateLeft(c + b, 13);
        a ^= BitOperations.RotateLeft(d + c, 18);
    }
}
