using Warewulf.Core.Images;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class NodeNameTests
{
    [Theory]
    [InlineData("n0001")]
    [InlineData("rack-1.node_2")]
    [InlineData("9")]
    public void Parse_HostName_IsKept(string text) => Assert.Equal(text, NodeName.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-n1")]
    [InlineData(".n1")]
    [InlineData("n 1")]
    [InlineData("n/1")]
    [InlineData("n1\n")]
    [InlineData("nœud")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.Throws<WarewulfException>(() => NodeName.Parse(text));

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("-rf")]
    public void ImageNameParse_WhatIsNoFileName_IsRefused(string text) => Assert.Throws<WarewulfException>(() => ImageName.Parse(text));

    [Fact]
    public void Parse_ControlCharacters_DoNotReachTheMessage()
    {
        var error = Assert.Throws<WarewulfException>(() => NodeName.Parse("n1\u001b[31m\nx"));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
