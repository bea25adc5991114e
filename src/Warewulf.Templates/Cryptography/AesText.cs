using System.Security.Cryptography;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Cryptography;

/// <summary>Texts under AES-256 in CBC mode; the password itself, cut or filled with zeros, is the key.</summary>
internal static class AesText
{
    public const int BlockLength = 16;
    private const int KeyLength = 32;

    /// <summary>The vector and the encrypted text in base64.</summary>
    public static string Encrypt(string password, string text, byte[] vector)
    {
        using var aes = Create(password);
        return Convert.ToBase64String([.. vector, .. aes.EncryptCbc(GoText.ToUtf8(text), vector, PaddingMode.PKCS7)]);
    }

    /// <summary>The text again. Throws <see cref="GoFunctionException"/> with the message that Go's slices and ciphers give for what was not encrypted this way.</summary>
    public static string Decrypt(string password, string base64)
    {
        if (base64.Length == 0)
        {
            return "";
        }

        if (!Base64Decoder.TryDecode(base64, out var bytes, out var badByte))
        {
            throw new GoFunctionException($"illegal base64 data at input byte {badByte}");
        }

        var capacity = GoText.ByteLength(base64) / 4 * 3;
        if (capacity < BlockLength)
        {
            throw new GoFunctionException($"runtime error: slice bounds out of range [:{BlockLength}] with capacity {capacity}");
        }

        if (bytes.Length < BlockLength)
        {
            throw new GoFunctionException($"runtime error: slice bounds out of range [{BlockLength}:{bytes.Length}]");
        }

        var encrypted = bytes.AsSpan(BlockLength);
        if (encrypted.Length % BlockLength != 0)
        {
            throw new GoFunctionException("crypto/cipher: input not full blocks");
        }

        if (encrypted.IsEmpty)
        {
            throw new GoFunctionException("runtime error: index out of range [-1]");
        }

        using var aes = Create(password);
        var text = aes.DecryptCbc(encrypted, bytes.AsSpan(0, BlockLength), PaddingMode.None);

        // Only the last byte says how much is padding; nobody checks the rest.
        var length = text.Length - text[^1];
        return length >= 0
            ? GoText.FromUtf8(text.AsSpan(0, length))
            : throw new GoFunctionException($"runtime error: slice bounds out of range [:{length}]");
    }

    private static Aes Create(string password)
    {
        var key = new byte[KeyLength];
        var bytes = GoText.ToUtf8(password);
        bytes.AsSpan(0, Math.Min(bytes.Length, KeyLength)).CopyTo(key);
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }
}
