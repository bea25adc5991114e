using Warewulf.Templates.Times;

namespace Warewulf.Templates.Tests.Sprig;

[Trait("Suite", "Fast")]
public sealed class ZoneTests
{
    [Theory]
    [InlineData("")]
    [InlineData("TZif")]
    [InlineData("nonsense, but longer than a header of a zone file is")]
    public void Parse_OfNoZoneFile_Fails(string text) =>
        Assert.Throws<FormatException>(() => GoLocation.Parse("x", System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Parse_OfAZoneFileCutShort_NeverCrashes()
    {
        var file = ZoneFiles.Bytes("CET-1CEST,M3.5.0,M10.5.0/3", ("LMT", 3208, false), ("CET", 3600, false));
        for (var length = 0; length < file.Length; length++)
        {
            var error = Record.Exception(() => GoLocation.Parse("x", file.AsSpan(0, length)));

            Assert.True(error is null or FormatException, error?.ToString());
        }
    }

    [Theory]
    [InlineData("", "CET")]
    [InlineData("CET-1", "CET")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", "CEST")]
    [InlineData("CET-1CEST,M3.5.0", "CET")]
    [InlineData("<+01>-1", "+01")]
    [InlineData("CET-1CEST,J1,J365", "CEST")]
    [InlineData("CET-1CEST,0/0,364/24", "CEST")]
    [InlineData("CET-1CEST,M13.5.0,M10.5.0/3", "CET")]
    [InlineData("XYZ-1ABC", "ABC")]
    public void Rule_OfAZone_SaysWhatHoldsInJuly(string rule, string abbreviation)
    {
        var zone = GoLocation.Parse("x", ZoneFiles.Bytes(rule, ("LMT", 3208, false), ("CET", 3600, false)));

        Assert.Equal(abbreviation, zone.At(1_720_000_000).Name);
    }

    [Theory]
    [InlineData(-3_000_000_000, "LMT")]
    [InlineData(1_700_000_000, "CET")]
    [InlineData(1_720_000_000, "CEST")]
    public void Zone_AtATime_HasThePeriodInForce(long unix, string abbreviation) =>
        Assert.Equal(abbreviation, ZoneFiles.Find("Europe/Berlin")!.At(unix).Name);
}
