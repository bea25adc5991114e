using System.Security.Cryptography;
using Warewulf.Templates.Cryptography;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>
/// Sprig's passwords, keys and encrypted texts. Salts, vectors and Ed25519 keys come from the caller's randomness; RSA, DSA and ECDSA keys
/// from the framework's, which takes no other.
/// </summary>
internal static class Secrets
{
    private const int DefaultKeyBits = 4096;

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("bcrypt", GoType.String, [GoType.String], static (e, a) => GoValue.String(Hash(e, a[0].AsString))),
        GoFunction.Create("htpasswd", GoType.String, [GoType.String, GoType.String], static (e, a) => GoValue.String(
            a[0].AsString.Contains(':', StringComparison.Ordinal) ? "invalid username: " + a[0].AsString : $"{a[0].AsString}:{Hash(e, a[1].AsString)}")),
        GoFunction.Create(
            "derivePassword", GoType.String, [GoType.Uint32, GoType.String, GoType.String, GoType.String, GoType.String], static (e, a) => Derive(e, a)),
        GoFunction.Create("encryptAES", GoType.String, [GoType.String, GoType.String], static (e, a) => Encrypt(e, a[0].AsString, a[1].AsString)),
        GoFunction.Create("decryptAES", GoType.String, [GoType.String, GoType.String], static (_, a) => GoValue.String(
            AesText.Decrypt(a[0].AsString, a[1].AsString))),
        GoFunction.Create("genPrivateKey", GoType.String, [GoType.String], static (e, a) => GoValue.String(NewKey(e, a[0].AsString))),
    ];

    /// <summary>Makes an RSA key and counts the work.</summary>
    public static PrivateKey NewRsaKey(TemplateExecution execution, int bits)
    {
        RequireRandomness(execution);
        execution.Charge(bits >= DefaultKeyBits ? WorkSteps.LargeRsaKey : bits * WorkSteps.RsaKeyPerBit);
        return RsaPrivateKey.Generate(bits);
    }

    private static string Hash(TemplateExecution execution, string password)
    {
        var bytes = GoText.ToUtf8(password);
        if (bytes.Length > Bcrypt.MaxPasswordLength)
        {
            return $"failed to encrypt string with bcrypt: bcrypt: password length exceeds {Bcrypt.MaxPasswordLength} bytes";
        }

        execution.Charge(WorkSteps.Bcrypt);
        Span<byte> salt = stackalloc byte[Bcrypt.SaltLength];
        execution.Surroundings.FillRandom(salt);
        return Bcrypt.Hash(bytes, salt);
    }

    private static GoValue Derive(TemplateExecution execution, ReadOnlySpan<GoValue> arguments)
    {
        var kind = arguments[1].AsString;
        if (!DerivedPassword.Knows(kind))
        {
            return GoValue.String("cannot find password template " + kind);
        }

        execution.Charge(WorkSteps.Scrypt);
        return GoValue.String(DerivedPassword.Derive(
            (uint)arguments[0].AsInt, kind, GoText.ToUtf8(arguments[2].AsString), GoText.ToUtf8(arguments[3].AsString), GoText.ToUtf8(arguments[4].AsString)));
    }

    private static GoValue Encrypt(TemplateExecution execution, string password, string text)
    {
        if (text.Length == 0)
        {
            return GoValue.String("");
        }

        execution.CheckSize(text.Length * 2L);
        var vector = new byte[AesText.BlockLength];
        execution.Surroundings.FillRandom(vector);
        return GoValue.String(AesText.Encrypt(password, text, vector));
    }

    private static string NewKey(TemplateExecution execution, string kind)
    {
        switch (kind)
        {
            case "" or "rsa":
                return NewRsaKey(execution, DefaultKeyBits).Pem;
            case "dsa":
                RequireRandomness(execution);
                execution.Charge(WorkSteps.DsaKey);
                return NewDsaKey();
            case "ecdsa":
                RequireRandomness(execution);
                execution.Charge(WorkSteps.SmallKey);
                return EcPrivateKey.Generate().Pem;
            case "ed25519":
                execution.Charge(WorkSteps.SmallKey);
                var seed = new byte[Ed25519.KeyLength];
                execution.Surroundings.FillRandom(seed);
                return new Ed25519PrivateKey(seed).Pem;
            default:
                return "Unknown type " + kind;
        }
    }

    private static string NewDsaKey()
    {
        try
        {
            return DsaPrivateKey.Generate().Pem;
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            // Some systems no longer make DSA keys; Sprig gives such failures as the result.
            return "failed to generate private key: " + error.Message;
        }
    }

    /// <summary>The framework does not ask the caller, but who grants no randomness gets none.</summary>
    private static void RequireRandomness(TemplateExecution execution) => execution.Surroundings.FillRandom([]);
}
