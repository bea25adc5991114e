using Warewulf.Silo.Overlays;
using Warewulf.Templates;
using Warewulf.Templates.Values;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>What templates learn of the head they are rendered on.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlaySurroundingsTests : IDisposable
{
    private readonly string _zones = Directory.CreateTempSubdirectory("zones-").FullName;

    public void Dispose() => Directory.Delete(_zones, recursive: true);

    [Fact]
    public void Now_Template_IsTheTimeOfTheHead() =>
        Assert.Equal("2026-03-04", Render("{{ dateInZone \"2006-01-02\" (now) \"UTC\" }}"));

    [Fact]
    public void Uuid_TwoRenders_Differ() => Assert.NotEqual(Render("{{ uuidv4 }}"), Render("{{ uuidv4 }}"));

    [Fact]
    public void Env_Template_SeesNothingOfTheHead() => Assert.Equal("", Render("{{ env \"PATH\" }}"));

    [Fact]
    public void GetHostByName_Localhost_IsLoopback() => Assert.Contains(Render("{{ getHostByName \"localhost\" }}"), new[] { "127.0.0.1", "::1" });

    [Fact]
    public void FindZone_OfTheMachine_ShiftsTheTime()
    {
        File.Copy("/usr/share/zoneinfo/America/New_York", Path.Combine(_zones, "Somewhere"));
        Assert.Equal("2026-03-04 00:06 EST", Render("{{ dateInZone \"2006-01-02 15:04 MST\" (now) \"Somewhere\" }}"));
    }

    [Theory]
    [InlineData("Nowhere")]
    [InlineData("../secret")]
    [InlineData("/etc/localtime")]
    [InlineData("a//b")]
    [InlineData("damaged")]
    public void FindZone_UnknownOrUnsafe_IsUtcAsInGo(string zone)
    {
        File.WriteAllText(Path.Combine(_zones, "damaged"), "TZif2 and no more");
        Assert.Equal("05:06 UTC", Render($"{{{{ dateInZone \"15:04 MST\" (now) \"{zone}\" }}}}"));
    }

    private string Render(string template)
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
        var options = new TemplateOptions { Surroundings = new OverlaySurroundings(time, _zones).Templates };
        return GoTemplate.Parse("t", template, options).Render(GoValue.Nil);
    }
}
