namespace Warewulf.Templates.Cryptography;

/// <summary>What Go's encoding/asn1 says of bytes that do not hold the structure wanted. Beyond the outermost shape only one message is kept.</summary>
internal static class Asn1Complaint
{
    private const int Sequence = 0x30;
    private const string Parameters =
        "{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}";

    public static string About(byte[] der, string structure)
    {
        if (der.Length == 0)
        {
            return "asn1: syntax error: sequence truncated";
        }

        if (der.Length == 1 || Length(der) is not { } length)
        {
            return "asn1: syntax error: truncated base 128 integer";
        }

        if (der[0] != Sequence)
        {
            var isCompound = (der[0] & 0x20) != 0 ? "true" : "false";
            return $"asn1: structure error: tags don't match (16 vs {{class:{der[0] >> 6} tag:{der[0] & 0x1F} length:{length} isCompound:{isCompound}}}) {Parameters} {structure} @2";
        }

        return length > der.Length - 2 ? "asn1: syntax error: data truncated" : "asn1: syntax error: sequence truncated";
    }

    private static long? Length(byte[] der)
    {
        if (der[1] < 0x80)
        {
            return der[1];
        }

        var bytes = der[1] & 0x7F;
        if (bytes > 4 || der.Length < 2 + bytes)
        {
            return null;
        }

        return der.AsSpan(2, bytes).ToArray().Aggregate(0L, (sum, b) => (sum << 8) | b);
    }
}
