namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on upper and lower case. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class CasingTests
{
    [Theory]
    [InlineData("{{lower \"ÀB İ K\"}}|{{upper \"àß ı ſ ǆ\"}}", "àb i k|Àß I S Ǆ")]
    [InlineData("{{title \"o'reilly the_end a-b éa 1a ǆ\"}}|{{untitle \"Hello World Éa\"}}", "O'Reilly The_end A-B Éa 1a ǅ|hello world éa")]
    [InlineData("{{swapcase \"hello World ÉÀ ǅ a\"}}", "HELLO wORLD éà ǆ A")]
    [InlineData("{{camelcase \"http_server\"}}|{{camelcase \"HTTPServer\"}}|{{camelcase \"_complex__case_\"}}|{{camelcase \"__\"}}|{{camelcase \"a-b c.d\"}}|{{camelcase \"\"}}", "HttpServer|Httpserver|_Complex_Case_|___|ABC.d|")]
    [InlineData("{{snakecase \"FirstName\"}}|{{snakecase \"HTTPServer\"}}|{{snakecase \"http2xx\"}}|{{snakecase \"HTTP20xOK\"}}|{{snakecase \"Bld4Floor3rd\"}}|{{snakecase \"GO PATH\"}}", "first_name|http_server|http_2xx|http_20x_ok|bld4_floor_3rd|go_path")]
    [InlineData("{{snakecase \"12abc34DEF\"}}|{{snakecase \"a.B-c\"}}|{{snakecase \"-.-\"}}|{{snakecase \"日本ABC日x\"}}|{{snakecase \"ǅa\"}}", "12abc34_def|a.b_c|_.-|日本_abc_日_x|ǅa")]
    [InlineData("{{kebabcase \"FirstName\"}}|{{kebabcase \"_a__b_\"}}|{{kebabcase \"éÀb\"}}|{{kebabcase \"Duration2m3s\"}}|{{kebabcase \"B$a_/_1日\"}}", "first-name|-a--b-|é-àb|duration-2m3s|b-$-a-/_1-日")]
    [InlineData("{{initials \"First Try\"}}|{{initials \" a-b\\tc\"}}|{{initials \"é à\"}}|{{nospace \" a b\\n\"}}|{{nospace \"é à\"}}|{{nospace \"éà\"}}", "FT|ac|ÃÃ|ab|Ã©Ã|Ã©Ã")]
    public void Casing_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{lower 1}}", "template: t:1:8: executing \"t\" at <1>: expected string; found 1")]
    [InlineData("{{lower .n}}", "template: t:1:8: executing \"t\" at <.n>: wrong type for value; expected string; got interface {}")]
    [InlineData("{{upper .none}}", "template: t:1:8: executing \"t\" at <.none>: invalid value; expected string")]
    public void Casing_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
