using Warewulf.Core.Api;

namespace Warewulf.Core.Tests.Archives;

/// <summary>Asserts on failures that reach a user.</summary>
internal static class Errors
{
    public static WarewulfException Expect(ApiErrorCode code, string part, Action action)
    {
        var error = Assert.Throws<WarewulfException>(action);
        Assert.Equal(code, error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }
}
