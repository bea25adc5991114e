namespace Warewulf.Templates.Cryptography;

/// <summary>The Blowfish cipher with the salted key schedule of bcrypt.</summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private readonly uint[] _keys = BlowfishTables.Words[..BlowfishTables.KeyWords].ToArray();
    private readonly uint[] _boxes = BlowfishTables.Words[BlowfishTables.KeyWords..].ToArray();

    /// <summary>Mixes a key into the tables, with a salt where one is given.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        var at = 0;
        for (var i = 0; i < _keys.Length; i++)
        {
            _keys[i] ^= Word(key, ref at);
        }

        at = 0;
        var (left, right) = (0u, 0u);
        Fill(_keys, salt, ref at, ref left, ref right);
        Fill(_boxes, salt, ref at, ref left, ref right);
    }

    public void Encrypt(ref uint left, ref uint right)
    {
        var boxes = _boxes;
        var (l, r) = (left, right);
        for (var i = 0; i < Rounds; i += 2)
        {
            l ^= _keys[i];
            r ^= ((boxes[l >> 24] + boxes[256 + ((l >> 16) & 0xFF)]) ^ boxes[512 + ((l >> 8) & 0xFF)]) + boxes[768 + (l & 0xFF)];
            r ^= _keys[i + 1];
            l ^= ((boxes[r >> 24] + boxes[256 + ((r >> 16) & 0xFF)]) ^ boxes[512 + ((r >> 8) & 0xFF)]) + boxes[768 + (r & 0xFF)];
        }

        (left, right) = (r ^ _keys[Rounds + 1], l ^ _keys[Rounds]);
    }

    private void Fill(uint[] table, ReadOnlySpan<byte> salt, ref int at, ref uint left, ref uint right)
    {
        for (var i = 0; i < table.Length; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= Word(salt, ref at);
                right ^= Word(salt, ref at);
            }

            Encrypt(ref left, ref right);
            (table[i], table[i + 1]) = (left, right);
        }
    }

    /// <summary>The next four bytes; the text is read round and round.</summary>
    private static uint Word(ReadOnlySpan<byte> bytes, ref int at)
    {
        var word = 0u;
        for (var i = 0; i < sizeof(uint); i++)
        {
            word = (word << 8) | bytes[at];
            at = (at + 1) % bytes.Length;
        }

        return word;
    }
}
