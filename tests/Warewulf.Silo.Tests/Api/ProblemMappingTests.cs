using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Api;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Api;

[Trait("Suite", "Fast")]
public sealed class ProblemMappingTests
{
    [Theory]
    [InlineData(ApiErrorCode.Invalid, 400)]
    [InlineData(ApiErrorCode.NotFound, 404)]
    [InlineData(ApiErrorCode.Conflict, 409)]
    [InlineData(ApiErrorCode.Unauthorized, 401)]
    [InlineData(ApiErrorCode.Forbidden, 403)]
    [InlineData(ApiErrorCode.Busy, 429)]
    [InlineData(ApiErrorCode.Unavailable, 503)]
    [InlineData(ApiErrorCode.Internal, 500)]
    public async Task Invoke_ExpectedFailure_HasTheStatusOfItsCode(ApiErrorCode code, int status)
    {
        var (actual, body) = await RunAsync(_ => throw new WarewulfException(code, "why"));
        Assert.Equal((status, code, "why"), (actual, RunningHead.Error(body).Code, RunningHead.Error(body).Message));
    }

    [Fact]
    public async Task Invoke_Defect_SaysNothingOfItself()
    {
        var (status, body) = await RunAsync(_ => throw new InvalidOperationException("inner secret"));
        Assert.Equal(500, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_UnreadableRequest_IsInvalid()
    {
        var (status, body) = await RunAsync(_ => throw new BadHttpRequestException("too large", 413));
        Assert.Equal((400, ApiErrorCode.Invalid), (status, RunningHead.Error(body).Code));
    }

    [Fact]
    public async Task Invoke_CallerHungUp_AnswersNothing()
    {
        var (_, body) = await RunAsync(context =>
        {
            context.RequestAborted = new CancellationToken(true);
            throw new OperationCanceledException();
        });
        Assert.Empty(body);
    }

    private static async Task<(int Status, string Body)> RunAsync(RequestDelegate next)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = answer } };
        await new ProblemMapping(next, NullLogger<ProblemMapping>.Instance).InvokeAsync(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(answer.ToArray()));
    }
}
