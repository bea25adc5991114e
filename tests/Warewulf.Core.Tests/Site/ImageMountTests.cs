using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Site;

[Trait("Suite", "Fast")]
public sealed class ImageMountTests
{
    [Theory]
    [InlineData("/data", "/data", false, false)]
    [InlineData("/data:/mnt", "/mnt", false, false)]
    [InlineData("/data:/mnt:ro", "/mnt", true, false)]
    [InlineData("/etc/hosts:/etc/hosts:copy", "/etc/hosts", false, true)]
    [InlineData("/data::ro", "/data", true, false)]
    public void Parse_Forms_AreThoseOfTheFlag(string text, string target, bool readOnly, bool copy)
    {
        var mount = ImageMount.Parse(text);
        Assert.Equal((text.Split(':')[0], target, readOnly, copy), (mount.Source, mount.Target, mount.ReadOnly, mount.Copy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("/data:mnt")]
    [InlineData("/data:/")]
    [InlineData("/")]
    [InlineData("/data://")]
    [InlineData("/data:/mnt:rw")]
    [InlineData("/data:/mnt:ro:x")]
    [InlineData("/da\0ta")]
    public void Parse_WhatCannotBeBound_IsRefused(string text) =>
        Assert.NotEmpty(Assert.Throws<WarewulfException>(() => ImageMount.Parse(text)).Message);
}
