using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Warewulf.Templates.Cryptography;

/// <summary>Passwords of the Master Password algorithm: the same secret, user, site and counter always give the same one.</summary>
internal static class DerivedPassword
{
    private const int Cost = 32_768;
    private const int BlockSize = 8;
    private const int Parallelism = 2;
    private const int KeyLength = 64;

    private const string Vowels = "AEIOU";
    private const string Consonants = "BCDFGHJKLMNPQRSTVWXYZ";
    private const string Letters = "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";

    private static ReadOnlySpan<byte> Scope => "com.lyndir.masterpassword"u8;

    /// <summary>True for the kinds of passwords that there are.</summary>
    public static bool Knows(string kind) => Shapes(kind) is not null;

    public static string Derive(uint counter, string kind, byte[] secret, byte[] user, byte[] site)
    {
        var key = Scrypt.Derive(secret, [.. Scope, .. Number((uint)user.Length), .. user], Cost, BlockSize, Parallelism, KeyLength);
        var seed = HMACSHA256.HashData(key, (byte[])[.. Scope, .. Number((uint)site.Length), .. site, .. Number(counter)]);
        var shapes = Shapes(kind)!.Split(' ');
        var shape = shapes[seed[0] % shapes.Length];
        return string.Create(shape.Length, (shape, seed), static (output, state) =>
        {
            for (var i = 0; i < output.Length; i++)
            {
                var characters = Characters(state.shape[i]);
                output[i] = characters[state.seed[i + 1] % characters.Length];
            }
        });
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>The patterns of a kind; the seed chooses one.</summary>
    private static string? Shapes(string kind) => kind switch
    {
        "maximum" => "anoxxxxxxxxxxxxxxxxx axxxxxxxxxxxxxxxxxno",
        "long" => "CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv "
            + "CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv "
            + "CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno",
        "medium" => "CvcnoCvc CvcCvcno",
        "short" => "Cvcn",
        "basic" => "aaanaaan aannaaan aaannaaa",
        "pin" => "nnnn",
        _ => null,
    };

    private static string Characters(char letter) => letter switch
    {
        'V' => Vowels,
        'C' => Consonants,
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'A' => Vowels + Consonants,
        'a' => Letters,
        'n' => "0123456789",
        'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        _ => Letters + "0123456789!@#$%^&*()",
    };
}
