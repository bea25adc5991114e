using System.Text.RegularExpressions;

namespace Warewulf.Architecture.Tests;

/// <summary>What the documents promise exists.</summary>
[Trait("Suite", "Fast")]
public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("docs/ports.md")]
    [InlineData("docs/overlays.md")]
    [InlineData("docs/compatibility.md")]
    public void Document_Links_LeadSomewhere(string document)
    {
        var text = Repository.Read(document);
        var directory = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var links = text.Split("](").Skip(1).Select(part => part[..part.IndexOf(')', StringComparison.Ordinal)].Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal));
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(directory, link)), $"{document} links to {link}"));
    }

    [Fact]
    public void Readme_Commands_AreThere()
    {
        var readme = Repository.Read("README.md");
        foreach (var command in new[] { "deploy/demo", "deploy/test", "deploy/install" })
        {
            Assert.Contains(command, readme, StringComparison.Ordinal);
            Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, command)).HasFlag(UnixFileMode.UserExecute), command);
        }
    }

    [Fact]
    public void Architecture_Length_FitsAReading() =>
        Assert.InRange(Repository.Read("ARCHITECTURE.md").Count(c => c == '\n'), 20, 200);

    [Fact]
    public void EveryRoute_IsInThePortsPage()
    {
        var ports = Repository.Read("docs/ports.md");
        var routes = Route().Matches(Repository.Read("src/Warewulf.Core/Api/Routes.cs")).Select(match => match.Groups[1].Value).ToList();
        Assert.True(routes.Count > 10, "Routes.cs names fewer paths than it should");
        Assert.All(routes, route => Assert.Contains(route, ports, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryOverlay_IsInTheOverlaysPage_AndTheOtherWayRound()
    {
        var copies = Repository.Read("deploy/overlays.table").Split('\n').Where(line => line.StartsWith("copy ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);
        var shipped = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "deploy/overlays")).Select(path => Path.GetFileName(path)).Concat(copies);
        Assert.Equal(shipped.Order(StringComparer.Ordinal), Overlay().Matches(Repository.Read("docs/overlays.md")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Overlay();

    [GeneratedRegex("= \"(/[^\"]*)\"")]
    private static partial Regex Route();
}
