using System.Net;
using System.Net.Sockets;
using Warewulf.Templates.Cryptography;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's certificates.</summary>
internal static class Certificates
{
    private const int KeyBits = 2048;
    private const int SerialLength = 16;
    private const long NanosecondsPerDay = 24L * Times.GoDuration.Hour;

    private static readonly GoType Result = GoCertificate.Type;

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("genCA", Result, [GoType.String, GoType.Int], static (e, a) => Authority(e, a, null)),
        GoFunction.Create("genCAWithKey", Result, [GoType.String, GoType.Int, GoType.String], static (e, a) => Authority(e, a, a[2].AsString)),
        GoFunction.Create("genSelfSignedCert", Result, [GoType.String, GoType.List, GoType.List, GoType.Int], static (e, a) => Issue(e, a, null, null)),
        GoFunction.Create(
            "genSelfSignedCertWithKey", Result, [GoType.String, GoType.List, GoType.List, GoType.Int, GoType.String],
            static (e, a) => Issue(e, a, null, a[4].AsString)),
        GoFunction.Create(
            "genSignedCert", Result, [GoType.String, GoType.List, GoType.List, GoType.Int, Result],
            static (e, a) => Issue(e, a, (GoCertificate)a[4].Ref!, null)),
        GoFunction.Create(
            "genSignedCertWithKey", Result, [GoType.String, GoType.List, GoType.List, GoType.Int, Result, GoType.String],
            static (e, a) => Issue(e, a, (GoCertificate)a[4].Ref!, a[5].AsString)),
        GoFunction.Create("buildCustomCert", Result, [GoType.String, GoType.String], static (_, a) => Build(a[0].AsString, a[1].AsString)),
    ];

    private static GoValue Authority(TemplateExecution execution, ReadOnlySpan<GoValue> arguments, string? pem)
    {
        var key = pem is null ? null : Key(pem);
        return Make(execution, Request(execution, arguments[0].AsString, [], [], arguments[1].AsInt, true), key, null);
    }

    private static GoValue Issue(TemplateExecution execution, ReadOnlySpan<GoValue> arguments, GoCertificate? authority, string? pem)
    {
        var key = pem is null ? null : Key(pem);
        var issuer = authority is null ? null : CertificateIssuer.Of(authority);
        var request = Request(execution, arguments[0].AsString, Addresses(arguments[1]), Names(arguments[2]), arguments[3].AsInt, false);
        return Make(execution, request, key, issuer);
    }

    private static GoValue Make(TemplateExecution execution, CertificateRequestData request, PrivateKey? key, CertificateIssuer? issuer)
    {
        key ??= Secrets.NewRsaKey(execution, KeyBits);
        issuer ??= new CertificateIssuer(null, null, key);
        execution.Charge(WorkSteps.Signature * issuer.Key.SigningWork);
        var certificate = CertificateWriter.Write(request, key, issuer);
        return GoValue.Struct(Result, new GoCertificate(certificate, key.Pem));
    }

    private static PrivateKey Key(string pem)
    {
        try
        {
            return PrivateKeyReader.Read(pem);
        }
        catch (GoFunctionException error)
        {
            throw new GoFunctionException("parsing private key: " + error.Message, error);
        }
    }

    private static CertificateRequestData Request(
        TemplateExecution execution, string commonName, IPAddress[] addresses, string[] names, long days, bool isAuthority)
    {
        if (commonName.EnumerateRunes().Any(r => r.Value == 0xFFFD) && !commonName.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw new GoFunctionException("error creating certificate: asn1: string not valid UTF-8");
        }

        var now = execution.Surroundings.Now();
        var serial = new byte[SerialLength];
        execution.Surroundings.FillRandom(serial);
        var end = now.Add(unchecked(days * NanosecondsPerDay));
        return new CertificateRequestData(commonName, addresses, names, Moment(now), Moment(end), serial, isAuthority);
    }

    private static DateTimeOffset Moment(Times.GoTime time) => DateTimeOffset.FromUnixTimeSeconds(
        Math.Clamp(time.Unix, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    private static IPAddress[] Addresses(GoValue list) => Array.ConvertAll(list.AsList.ToArray(), static item => item.Kind != GoKind.String
        ? throw new GoFunctionException($"error parsing ip: {GoFormatter.Print(item)} is not a string")
        : TryAddress(item.AsString, out var address) ? address! : throw new GoFunctionException("error parsing ip: " + item.AsString));

    private static string[] Names(GoValue list) => Array.ConvertAll(list.AsList.ToArray(), static item => item.Kind == GoKind.String
        ? item.AsString
        : throw new GoFunctionException($"error processing alternate dns name: {GoFormatter.Print(item)} is not a string"));

    /// <summary>Stricter than the framework: four decimal numbers without leading zeros, or IPv6 without a zone.</summary>
    private static bool TryAddress(string text, out IPAddress? address)
    {
        if (!IPAddress.TryParse(text, out address) || text.AsSpan().ContainsAny("%[]/"))
        {
            return false;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text;
    }

    private static GoValue Build(string certificate, string key)
    {
        if (!Base64Decoder.TryDecode(certificate, out var certificatePem, out _))
        {
            throw new GoFunctionException("unable to decode base64 certificate");
        }

        if (!Base64Decoder.TryDecode(key, out var keyPem, out _))
        {
            throw new GoFunctionException("unable to decode base64 private key");
        }

        var built = new GoCertificate(GoText.FromUtf8(certificatePem), GoText.FromUtf8(keyPem));
        var block = PrivateKeyReader.Block(built.Cert) ?? throw new GoFunctionException("unable to decode certificate");
        CertificateIssuer.Load(block.Content, "decodedCert").Dispose();
        try
        {
            PrivateKeyReader.Read(built.Key);
        }
        catch (GoFunctionException error)
        {
            throw new GoFunctionException("error parsing private key: " + error.Message, error);
        }

        return GoValue.Struct(Result, built);
    }
}
