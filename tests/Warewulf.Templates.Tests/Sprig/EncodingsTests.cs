namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on encodings and checksums. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class EncodingsTests
{
    [Theory]
    [InlineData("{{b64enc \"hé\"}} {{b64dec \"aMOp\"}} {{b64enc \"\"}}| {{b64dec \"YWJj\\nZA==\"}} {{b64dec \"YR==\"}}", "aMOp hé | abcd a")]
    [InlineData("{{b64dec \"YQ=\"}}|{{b64dec \"YQ===\"}}|{{b64dec \"YQ==X\"}}|{{b64dec \"Y=Q=\"}}|{{b64dec \"Y\"}}|{{b64dec \"a!\"}}|{{b64dec \"YWI\"}}|{{b64dec \"YWI=YWI=\"}}", "illegal base64 data at input byte 3|illegal base64 data at input byte 4|illegal base64 data at input byte 4|illegal base64 data at input byte 1|illegal base64 data at input byte 0|illegal base64 data at input byte 1|illegal base64 data at input byte 0|illegal base64 data at input byte 4")]
    [InlineData("{{b32enc \"héllo\"}} {{b32enc \"\"}}| {{b32dec \"NDB2S3DMN4======\"}} {{b32dec \"MZ\\nXW6===\"}} {{b32dec \"nb\"}}|{{b32dec \"MZ!W6YTB\"}}|{{b32dec \"MZXW6\"}}", "NDB2S3DMN4====== | héllo foo illegal base32 data at input byte 0|illegal base32 data at input byte 2|illegal base32 data at input byte 0")]
    [InlineData("{{sha1sum \"a\"}} {{sha256sum \"\"}} {{sha256sum \"é\"}} {{adler32sum \"abc\"}} {{adler32sum \"\"}}", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c 38600999 1")]
    public void Encodings_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{b64enc .by}}", "template: t:1:9: executing \"t\" at <.by>: wrong type for value; expected string; got []uint8")]
    [InlineData("{{sha256sum 1}}", "template: t:1:12: executing \"t\" at <1>: expected string; found 1")]
    [InlineData("{{adler32sum}}", "template: t:1:2: executing \"t\" at <adler32sum>: wrong number of args for adler32sum: want 1 got 0")]
    public void Encodings_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
