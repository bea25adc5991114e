namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on paths. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class PathsTests
{
    [Theory]
    [InlineData("{{base \"\"}}|{{base \"/\"}}|{{base \"a/b/\"}}|{{base \"//\"}}|{{base \"a\"}}|{{osBase \"/x/y.z\"}}", ".|/|b|/|a|y.z")]
    [InlineData("{{dir \"\"}}|{{dir \"a\"}}|{{dir \"/a\"}}|{{dir \"a//b/\"}}|{{dir \"/a/../b/c\"}}|{{osDir \"x/y\"}}", ".|.|/|a/b|/b|x")]
    [InlineData("{{clean \"\"}}|{{clean \"a/../../b\"}}|{{clean \"/../a/./b//c/..\"}}|{{clean \"//\"}}|{{clean \"./..\"}}|{{osClean \"a//b/.\"}}", ".|../b|/a/b|/|..|a/b")]
    [InlineData("{{ext \"a.b/c\"}}|{{ext \"a.tar.gz\"}}|{{ext \".x\"}}|{{ext \"a.\"}}|{{ext \"\"}}|{{osExt \"x.y\"}}", "|.gz|.x|.||.y")]
    [InlineData("{{isAbs \"/a\"}} {{isAbs \"\"}} {{isAbs \"a/\"}} {{osIsAbs \"/\"}}", "true false false true")]
    public void Paths_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{base 1}}", "template: t:1:7: executing \"t\" at <1>: expected string; found 1")]
    [InlineData("{{clean .ms}}", "template: t:1:8: executing \"t\" at <.ms>: wrong type for value; expected string; got map[string]string")]
    public void Paths_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
