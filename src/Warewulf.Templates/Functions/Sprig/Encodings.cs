using System.Globalization;
using System.Security.Cryptography;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's encodings and checksums.</summary>
internal static class Encodings
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        OfBytes("b64enc", Convert.ToBase64String),
        OfBytes("b32enc", Base32Text.Encode),
        OfBytes("b64dec", static bytes => Base64Decoder.TryDecode(bytes, out var decoded, out var at) ? GoText.FromUtf8(decoded) : Illegal("base64", at)),
        OfBytes("b32dec", static bytes => Base32Text.TryDecode(bytes, out var decoded, out var at) ? GoText.FromUtf8(decoded) : Illegal("base32", at)),
        OfBytes("sha1sum", static bytes => Hash(HashAlgorithmName.SHA1, bytes)),
        OfBytes("sha256sum", static bytes => Hash(HashAlgorithmName.SHA256, bytes)),
        OfBytes("sha512sum", static bytes => Hash(HashAlgorithmName.SHA512, bytes)),
        OfBytes("adler32sum", Adler32),
    ];

    private static GoFunction OfBytes(string name, Func<byte[], string> convert) => GoFunction.Create(
        name, GoType.String, [GoType.String], (_, a) => GoValue.String(convert(GoText.ToUtf8(a[0].AsString))));

    // Sprig hands out an error's text as if it were the result.
    private static string Illegal(string encoding, int at) => $"illegal {encoding} data at input byte {at}";

    private static string Hash(HashAlgorithmName name, byte[] bytes) => Convert.ToHexStringLower(CryptographicOperations.HashData(name, bytes));

    private static string Adler32(byte[] bytes)
    {
        const uint Modulus = 65521;
        var (low, high) = (1u, 0u);
        foreach (var b in bytes)
        {
            low = (low + b) % Modulus;
            high = (high + low) % Modulus;
        }

        return ((high << 16) | low).ToString(CultureInfo.InvariantCulture);
    }
}
