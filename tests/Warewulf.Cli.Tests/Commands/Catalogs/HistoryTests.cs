using System.Text.Json;
using Warewulf.Cli.Tests.Support;
using Warewulf.Core.Api.Catalogs;

namespace Warewulf.Cli.Tests.Commands.Catalogs;

/// <summary><c>history</c>, <c>show</c>, <c>diff</c> and <c>rollback</c>.</summary>
[Trait("Suite", "Socket")]
public sealed class HistoryTests : CliTest
{
    private const string Entries = """
        {"revision":9,"entries":[
          {"revision":9,"at":"2026-01-02T03:04:05+00:00","author":"ada","comment":"new rack","operations":2},
          {"revision":8,"at":"2026-01-01T00:00:00+00:00","author":"bob","operations":1}]}
        """;

    private const string Diff = """
        {"from":8,"to":9,"differences":[
          {"kind":"profile","verb":"added","names":"gpu","count":1,"changes":[{"path":"comment","before":"<unset>","after":"\"x\""}]},
          {"kind":"node","verb":"changed","names":"n[1-2]","count":2,"changes":[{"path":"kernelargs","before":"[]","after":"[quiet, a=1]"}]},
          {"kind":"node","verb":"removed","names":"n[3-4]","count":2,"changes":[{"path":"comment","before":"\"y\"","after":"<unset>"}]}]}
        """;

    private const string Groups = """
        profile gpu is added:
          comment: <unset> → "x"

        node n[1-2]:
          kernelargs: [] → [quiet, a=1]

        """;

    [Theory]
    [InlineData("history", "?limit=20")]
    [InlineData("log -n 5", "?limit=5")]
    [InlineData("history --number 5 --before 9", "?limit=5&before=9")]
    public async Task History_Table_LatestFirst(string line, string query)
    {
        Answer("/api/v1/catalog/history", Entries);
        Assert.Equal(
            new CommandRun(
                0,
                """
                REVISION  TIME                  AUTHOR  OPERATIONS  COMMENT
                --------  ----                  ------  ----------  -------
                9         2026-01-02 03:04:05Z  ada     2           new rack
                8         2026-01-01 00:00:00Z  bob     1           --

                """,
                ""),
            await RunAsync(line.Split(' ')));
        Assert.EndsWith(query, Assert.Single(Head.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_Json_TheHeadsAnswer()
    {
        Answer("/api/v1/catalog/history", Entries);
        using var expected = JsonDocument.Parse(Entries);
        using var actual = JsonDocument.Parse((await RunAsync("history", "-o", "json")).Out);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement));
    }

    [Fact]
    public async Task Show_Revision_WhoWhenWhyAndWhat()
    {
        Head.Answer = request => FakeHead.Json(request.Path.EndsWith("diff", StringComparison.Ordinal) ? Diff : Entries);
        var run = await RunAsync("show", "9");
        Assert.Equal(
            "Revision 9, 2026-01-02 03:04:05Z, by ada\nnew rack\n\n" + Groups + "\nnode n[3-4] are removed:\n  comment: \"y\" → <unset>\n", run.Out);
        Assert.Equal(["/api/v1/catalog/diff?from=8&to=9", "/api/v1/catalog/history?limit=1&before=10"], Head.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Show_Json_OneDocument()
    {
        Head.Answer = request => FakeHead.Json(request.Path.EndsWith("diff", StringComparison.Ordinal) ? Diff : Entries);
        using var document = JsonDocument.Parse((await RunAsync("show", "9", "-o", "json")).Out);
        Assert.Equal("ada", document.RootElement.GetProperty("author").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("differences").GetArrayLength());
    }

    [Theory]
    [InlineData("diff 8", "?from=8")]
    [InlineData("diff 8 9", "?from=8&to=9")]
    public async Task Diff_Revisions_WithTheValuesOfWhatIsGone(string line, string query)
    {
        Answer("/api/v1/catalog/diff", Diff);
        var run = await RunAsync(line.Split(' '));
        Assert.Equal(new CommandRun(0, Groups + "\nnode n[3-4] are removed:\n  comment: \"y\" → <unset>\n", ""), run);
        Assert.EndsWith(query, Assert.Single(Head.Requests).Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task Diff_OtherFormats_TheHeadsAnswer(string format)
    {
        Answer("/api/v1/catalog/diff", Diff);
        var text = (await RunAsync("diff", "8", "-o", format)).Out;
        using var expected = JsonDocument.Parse(Diff);
        using var actual = JsonDocument.Parse(format == "json" ? text : YamlReading.ToJson(text));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement));
    }

    [Fact]
    public async Task Diff_NoDifference_SaysSo()
    {
        Answer("/api/v1/catalog/diff", """{"from":9,"to":9,"differences":[]}""");
        Assert.Equal(new CommandRun(0, "", "No differences.\n"), await RunAsync("diff", "9"));
    }

    [Fact]
    public async Task Diff_HostileValues_CannotCommandTheTerminal()
    {
        Answer("/api/v1/catalog/diff", """
            {"from":8,"to":9,"differences":[{"kind":"node","verb":"changed","names":"n1\u001b[2J","count":1,"changes":[{"path":"comment","before":"a\nb","after":"\u202e"}]}]}
            """);
        Assert.Equal("node n1?[2J:\n  comment: a b → ?\n", (await RunAsync("diff", "8")).Out);
    }

    [Fact]
    public async Task Rollback_Asked_ShowsWhatComesAndGoes()
    {
        Answer("/api/v1/catalog/rollback", Diff.Replace("\"from\":8,\"to\":9", "\"revision\":9,\"changed\":[\"gpu\",\"n1\",\"n2\",\"n3\",\"n4\"],\"warnings\":[]", StringComparison.Ordinal));
        Type("yes\n");
        var run = await RunAsync("rollback", "8", "--message", "wrong rack");
        Assert.Equal(Groups + "\nnode n[3-4] are removed.\nAdd 1 profile, change 2 nodes, delete 2 nodes? [y/N] ", run.Error);
        Assert.Equal("Revision 9: added 1 profile, changed 2 nodes, removed 2 nodes.\n", run.Out);
        var sent = Sent<RollbackRequest>(1);
        Assert.Equal((8L, 9L, "wrong rack", "ada"), (sent.Revision, sent.Seen, sent.Comment, sent.Author));
    }

    [Fact]
    public async Task Rollback_Yes_NoQuestionAndNothingSeen()
    {
        Answer("/api/v1/catalog/rollback", """{"revision":10,"changed":["n1","n2"],"warnings":[]}""");
        Assert.Equal(new CommandRun(0, "Revision 10: changed n[1-2].\n", ""), await RunAsync("rollback", "8", "-y"));
        Assert.Null(Sent<RollbackRequest>().Seen);
    }
}
