using System.Text.RegularExpressions;

namespace Warewulf.Architecture.Tests;

/// <summary>What every source file keeps to.</summary>
[Trait("Suite", "Fast")]
public sealed partial class SourceTests
{
    [Theory]
    [InlineData("src", 400)]
    [InlineData("tests", 600)]
    public void SourceFile_Length_IsBelowTheCap(string directory, int most)
    {
        var tooLong = Repository.Files(directory, "*.cs")
            .Select(file => (file, lines: Repository.Read(file).Count(c => c == '\n')))
            .Where(found => found.lines > most);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void ConcreteClass_IsSealed()
    {
        var open = Repository.Files("src", "*.cs")
            .SelectMany(file => OpenClass().Matches(Repository.Read(file)).Select(match => $"{file}: {match.Value.Trim()}"));
        Assert.Empty(open);
    }

    [Fact]
    public void Namespace_FollowsTheFolder()
    {
        var astray = Repository.Files("src", "*.cs")
            .Select(file => (file, found: Namespace().Match(Repository.Read(file)).Groups[1].Value))
            .Where(item => item.found.Length > 0)
            .Where(item => item.found != string.Join('.', Path.GetDirectoryName(item.file)!.Split('/').Skip(1)));
        Assert.Empty(astray);
    }

    [Fact]
    public void EventId_IsUsedOnce()
    {
        var ids = Repository.Files("src", "*.cs")
            .SelectMany(file => EventId().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value))
            .ToList();
        Assert.NotEmpty(ids);
        Assert.Empty(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Warning_IsSuppressedOnlyWhereTheConsoleIs()
    {
        var found = Repository.Files("src", "*.cs")
            .Where(file => Suppression().IsMatch(Repository.Read(file)))
            .ToList();
        Assert.Equal(["src/Warewulf.Cli/Output/SystemTerminal.cs"], found);
    }

    [GeneratedRegex(@"^(?:public|internal)\s+(?:partial\s+)?(?:class|record)\s+\w+", RegexOptions.Multiline)]
    private static partial Regex OpenClass();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"#pragma warning disable|SuppressMessage|#nullable disable")]
    private static partial Regex Suppression();
}
