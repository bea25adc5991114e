namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Certificates that cannot be made.</summary>
[Trait("Suite", "Fast")]
public sealed class CertificateErrorTests
{
    [Theory]
    [InlineData("{{genCAWithKey \"a\" 1 \"\"}}", "error calling genCAWithKey: parsing private key: no PEM data in input")]
    [InlineData("{{genCAWithKey \"a\" 1 \"x\"}}", "error calling genCAWithKey: parsing private key: no PEM data in input")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN X-----\\nAAAA\\n-----END X-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: no private key data in PEM block of type X")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: decoding PEM as PKCS#8: asn1: structure error: tags don't match (16 vs {class:0 tag:0 length:0 isCompound:false}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} pkcs8 @2")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN RSA PRIVATE KEY-----\\nAAAA\\n-----END RSA PRIVATE KEY-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: parsing RSA private key from PEM: asn1: structure error: tags don't match (16 vs {class:0 tag:0 length:0 isCompound:false}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} pkcs1PrivateKey @2")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN EC PRIVATE KEY-----\\nAAAA\\n-----END EC PRIVATE KEY-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: parsing EC private key from PEM: x509: failed to parse EC private key: asn1: structure error: tags don't match (16 vs {class:0 tag:0 length:0 isCompound:false}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} ecPrivateKey @2")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN DSA PRIVATE KEY-----\\nAAAA\\n-----END DSA PRIVATE KEY-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: parsing DSA private key from PEM: asn1: structure error: tags don't match (16 vs {class:0 tag:0 length:0 isCompound:false}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} DSAKeyFormat @2")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN FOO PRIVATE KEY-----\\nAAAA\\n-----END FOO PRIVATE KEY-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: invalid private key type FOO PRIVATE KEY")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN RSA PRIVATE KEY-----\\n-----END RSA PRIVATE KEY-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: parsing RSA private key from PEM: asn1: syntax error: sequence truncated")]
    [InlineData(
        "{{genCAWithKey \"a\" 1 \"-----BEGIN RSA PRIVATE KEY-----\\nMC4CAQAwBQYDK2VwBCIEILpabA1xq4UF8BLVL77tAK+jFcbiye11B4lSEkeeJDxI\\n-----END RSA PRIVATE KEY-----\\n\"}}",
        "error calling genCAWithKey: parsing private key: parsing RSA private key from PEM: x509: failed to parse private key (use ParsePKCS8PrivateKey instead for this key format)")]
    public void GenCaWithKey_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{genSelfSignedCert \"a\" (list 1) nil 1}}", "error calling genSelfSignedCert: error parsing ip: 1 is not a string")]
    [InlineData("{{genSelfSignedCert \"a\" (list \"x\") nil 1}}", "error calling genSelfSignedCert: error parsing ip: x")]
    [InlineData("{{genSelfSignedCert \"a\" (list \"::1\" \"1.2.3\") nil 1}}", "error calling genSelfSignedCert: error parsing ip: 1.2.3")]
    [InlineData("{{genSelfSignedCert \"a\" (list \"fe80::1%en0\") nil 1}}", "error calling genSelfSignedCert: error parsing ip: fe80::1%en0")]
    [InlineData("{{genSelfSignedCert \"a\" (list \"01.2.3.4\") nil 1}}", "error calling genSelfSignedCert: error parsing ip: 01.2.3.4")]
    [InlineData(
        "{{genSelfSignedCert \"a\" nil (list 1) 1}}",
        "error calling genSelfSignedCert: error processing alternate dns name: 1 is not a string")]
    [InlineData(
        "{{genSelfSignedCert \"a\" nil (list nil) 1}}",
        "error calling genSelfSignedCert: error processing alternate dns name: <nil> is not a string")]
    [InlineData(
        "{{genSelfSignedCert \"a\" nil (list \"é\") 1}}",
        "error calling genSelfSignedCert: error creating certificate: x509: \"é\" cannot be encoded as an IA5String")]
    [InlineData(
        "{{genSelfSignedCertWithKey \"a\" nil nil 1 \"x\"}}",
        "error calling genSelfSignedCertWithKey: parsing private key: no PEM data in input")]
    public void GenSelfSignedCert_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "{{genSignedCert \"a\" nil nil 1 (genCAWithKey \"z\" 1 \"\")}}",
        "error calling genCAWithKey: parsing private key: no PEM data in input")]
    [InlineData(
        "{{$a := genCA \"x\" 1}}{{$b := genCA \"y\" 1}}{{$c := buildCustomCert (b64enc $a.Cert) (b64enc $b.Key)}}{{genSignedCert \"q\" nil nil 1 $c}}",
        "error calling genSignedCert: error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey")]
    public void GenSignedCert_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{buildCustomCert \"\" \"!!\"}}", "error calling buildCustomCert: unable to decode base64 private key")]
    [InlineData("{{buildCustomCert \"!!\" \"!!\"}}", "error calling buildCustomCert: unable to decode base64 certificate")]
    [InlineData("{{buildCustomCert \"\" \"\"}}", "error calling buildCustomCert: unable to decode certificate")]
    [InlineData("{{buildCustomCert \"eA==\" \"eA==\"}}", "error calling buildCustomCert: unable to decode certificate")]
    [InlineData(
        "{{buildCustomCert \"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=\" \"eA==\"}}",
        "error calling buildCustomCert: error parsing certificate: decodedCert.Bytes: x509: malformed certificate")]
    [InlineData("{{buildCustomCert 1 2}}", "expected string; found 1")]
    public void BuildCustomCert_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
