using Warewulf.Core.Validation;

namespace Warewulf.Core.Tests.Validation;

[Trait("Suite", "Fast")]
public sealed class SuggestionTests
{
    [Theory]
    [InlineData("lsit", "list")]
    [InlineData("statsu", "status")]
    [InlineData("delet", "delete")]
    [InlineData("stat", "status")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("completely", null)]
    public void Nearest_Word_FindsWhatWasMeant(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(word, ["list", "status", "delete", "add"]));
}
