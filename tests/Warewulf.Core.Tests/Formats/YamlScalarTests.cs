using Warewulf.Core.Formats;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("oN")]
    [InlineData("Y")]
    [InlineData("~")]
    [InlineData("1500")]
    [InlineData("1_0")]
    [InlineData("0x_")]
    [InlineData("1.5e+3")]
    [InlineData("-.inf")]
    [InlineData("12:30")]
    [InlineData("2024-1-2")]
    [InlineData("<<")]
    public void IsText_WhatSomeReaderTakesForMore_IsNone(string text) => Assert.False(YamlScalar.IsText(text));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("52:54:00:aa:bb:cc")]
    [InlineData("5.14.0-70.el9")]
    [InlineData("n1")]
    [InlineData("trueish")]
    [InlineData("1a")]
    [InlineData("rw,sync")]
    public void IsText_OrdinaryValue_IsOne(string text) => Assert.True(YamlScalar.IsText(text));

    [Fact]
    public void IsText_WhatWeReadAsMore_IsNone() =>
        Assert.All(RandomSettings.Texts.Where(text => YamlScalar.ToJson(text) is not null), text => Assert.False(YamlScalar.IsText(text)));
}
