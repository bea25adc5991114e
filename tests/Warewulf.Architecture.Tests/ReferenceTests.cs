using System.Xml.Linq;

namespace Warewulf.Architecture.Tests;

/// <summary>Who may use whom. The order is Templates, Core, Grains, Silo; Edge and Cli know only Core.</summary>
[Trait("Suite", "Fast")]
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("Templates", "")]
    [InlineData("Core", "Templates")]
    [InlineData("Grains", "Core")]
    [InlineData("Edge", "Core")]
    [InlineData("Cli", "Core")]
    [InlineData("Silo", "Core Edge Grains")]
    public void Project_References_AreThoseOfTheArchitecture(string project, string allowed)
    {
        var references = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)["Warewulf.".Length..]);
        Assert.Equal(allowed, string.Join(' ', references.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Templates", "")]
    [InlineData("Core", "YamlDotNet")]
    [InlineData("Grains", "")]
    [InlineData("Cli", "Spectre.Console System.CommandLine YamlDotNet")]
    public void Project_Packages_AreThoseOfTheArchitecture(string project, string allowed) =>
        Assert.Equal(allowed, string.Join(' ', Items(project, "PackageReference").Order(StringComparer.Ordinal)));

    [Fact]
    public void Templates_Sources_SayNothingOfNodes()
    {
        var found = Repository.Files("src/Warewulf.Templates", "*.cs")
            .Where(file => Repository.Read(file).Contains("Warewulf.Core", StringComparison.Ordinal));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("System.Net.Sockets.Socket")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("HttpClient")]
    public void Core_Sources_DoNoInputOrOutputOverTheNetwork(string word)
    {
        var found = Repository.Files("src/Warewulf.Core", "*.cs").Where(file => Repository.Read(file).Contains(word, StringComparison.Ordinal));
        Assert.Empty(found);
    }

    [Fact]
    public void EveryProject_IsInTheSolution()
    {
        var solution = Repository.Read("Warewulf.sln").Replace('\\', '/');
        var projects = Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"));
        Assert.All(projects, project => Assert.Contains(project, solution, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, $"src/Warewulf.{project}/Warewulf.{project}.csproj"))
            .Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
