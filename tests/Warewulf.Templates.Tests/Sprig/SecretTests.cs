namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's passwords and encrypted texts.</summary>
[Trait("Suite", "Fast")]
public sealed class SecretTests
{
    [Theory]
    [InlineData("{{derivePassword 1 \"maximum\" \"password\" \"user\" \"example.com\"}}", "pf4zS1LjCg&LjhsZ7T2~")]
    [InlineData("{{derivePassword 1 \"long\" \"password\" \"user\" \"example.com\"}}", "ZedaFaxcZaso9*")]
    [InlineData("{{derivePassword 1 \"medium\" \"password\" \"user\" \"example.com\"}}", "ZedJuz8$")]
    [InlineData("{{derivePassword 1 \"short\" \"password\" \"user\" \"example.com\"}}", "Zed5")]
    [InlineData("{{derivePassword 1 \"basic\" \"password\" \"user\" \"example.com\"}}", "pIS54PLs")]
    [InlineData("{{derivePassword 1 \"pin\" \"password\" \"user\" \"example.com\"}}", "6685")]
    [InlineData("{{derivePassword 1 \"x\" \"password\" \"user\" \"example.com\"}}", "cannot find password template x")]
    [InlineData("{{derivePassword 1 \"\" \"password\" \"user\" \"example.com\"}}", "cannot find password template ")]
    [InlineData("{{derivePassword 4294967295 \"long\" \"pässword\" \"üser\" \"exämple.com\"}}", "DebaGuvl6.Zagu")]
    [InlineData("{{derivePassword 0 \"long\" \"\" \"\" \"\"}}", "Rozi8;WilbQoyu")]
    public void DerivePassword_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{derivePassword -1 \"long\" \"\" \"\" \"\"}}", "expected unsigned integer; found -1")]
    [InlineData("{{$x := 1}}{{derivePassword $x \"long\" \"\" \"\" \"\"}}", "wrong type for value; expected uint32; got int")]
    public void DerivePassword_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{decryptAES \"open sesame\" \"zh83kowe8N8dDZyKCSnGZ+YhmsNb4O1vtbbRAcKRDHE=\"}}", "héllo\nworld")]
    [InlineData("{{decryptAES \"\" \"bLLlZSbiG3/+9Zb49KN/YWrLpvGAq5SVJXeWDvceSzFieSuFM4jSBOv/XyTnek85\"}}", "sixteen bytes ok")]
    [InlineData("{{decryptAES \"a password far longer than thirty-two bytes\" \"ZJgg5QWQEJpDzxb3P3PLpVZYFQ/Tq4mXXZ9uwQ6IkQ0=\"}}", "x")]
    [InlineData("{{decryptAES \"a\" \"\"}}", "")]
    public void DecryptAes_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{decryptAES \"a\" \"x\"}}", "error calling decryptAES: illegal base64 data at input byte 0")]
    [InlineData("{{decryptAES \"a\" \"eA==\"}}", "error calling decryptAES: runtime error: slice bounds out of range [:16] with capacity 3")]
    [InlineData("{{decryptAES \"a\" \"AAAAAAAAAAAAAAAAAAAAAA==\"}}", "error calling decryptAES: runtime error: index out of range [-1]")]
    [InlineData(
        "{{decryptAES \"a\" \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}",
        "error calling decryptAES: runtime error: slice bounds out of range [:-17]")]
    [InlineData("{{decryptAES \"a\" \"AAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}", "error calling decryptAES: crypto/cipher: input not full blocks")]
    [InlineData(
        "{{decryptAES \"a\" \"AAAAAAAAAAAAAAAAAAAA\"}}",
        "error calling decryptAES: runtime error: slice bounds out of range [:16] with capacity 15")]
    [InlineData("{{decryptAES \"a\" \"AA=A\"}}", "error calling decryptAES: illegal base64 data at input byte 2")]
    [InlineData("{{decryptAES \"a\" \"A===\"}}", "error calling decryptAES: illegal base64 data at input byte 1")]
    [InlineData("{{decryptAES \"a\" \"AAA\\nA====\"}}", "error calling decryptAES: illegal base64 data at input byte 5")]
    public void DecryptAes_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{encryptAES \"\" \"\" | decryptAES \"\"}}|{{encryptAES \"\" \"\" | len}}", "|0")]
    [InlineData("{{encryptAES \"a\" \"a\" | decryptAES \"a\"}}|{{encryptAES \"a\" \"a\" | len}}", "a|44")]
    [InlineData(
        "{{encryptAES \"\\u00e9\" \"xxxxxxxxxxxxxxxx\" | decryptAES \"\\u00e9\"}}|{{encryptAES \"\\u00e9\" \"xxxxxxxxxxxxxxxx\" | len}}",
        "xxxxxxxxxxxxxxxx|64")]
    [InlineData(
        "{{encryptAES \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" \"xxxxxxxxxxxxxxx\" | decryptAES \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}}|{{encryptAES \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" \"xxxxxxxxxxxxxxx\" | len}}",
        "xxxxxxxxxxxxxxx|44")]
    public void EncryptAes_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{htpasswd \"a:b\" \"c\"}}", "invalid username: a:b")]
    public void Htpasswd_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{htpasswd \"a\"}}", "wrong number of args for htpasswd: want 2 got 1")]
    [InlineData("{{bcrypt 1}}", "expected string; found 1")]
    public void Htpasswd_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
