using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Api;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Api;

[Trait("Suite", "Fast")]
public sealed class ProblemMappingTests
{
    private readonly RecordingLogger<ProblemMapping> _logger = new();

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

    [Theory]
    [InlineData(ApiErrorCode.Invalid, LogLevel.Debug, false)]
    [InlineData(ApiErrorCode.NotFound, LogLevel.Debug, false)]
    [InlineData(ApiErrorCode.Conflict, LogLevel.Debug, false)]
    [InlineData(ApiErrorCode.Forbidden, LogLevel.Debug, false)]
    [InlineData(ApiErrorCode.Busy, LogLevel.Debug, false)]
    [InlineData(ApiErrorCode.Unauthorized, LogLevel.Warning, false)]
    [InlineData(ApiErrorCode.Unavailable, LogLevel.Warning, true)]
    [InlineData(ApiErrorCode.Internal, LogLevel.Error, true)]
    public async Task Invoke_ExpectedFailure_IsLoggedByWhoseFaultItIs(ApiErrorCode code, LogLevel level, bool withCause)
    {
        await RunAsync(_ => throw new WarewulfException(code, "why", new IOException("the cause")));
        var line = Assert.Single(_logger.Lines);
        Assert.Equal((level, withCause), (line.Level, line.Text.Contains("the cause", StringComparison.Ordinal)));
        Assert.Contains("GET /api/v1/nodes", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_WrongToken_IsLoggedWithoutIt()
    {
        await RunAsync(context =>
        {
            context.Request.Headers.Authorization = "Bearer nearly-right";
            context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse("192.0.2.7");
            return new ApiAuthentication(_ => Task.CompletedTask, new ApiToken("a-token-of-enough-characters")).InvokeAsync(context);
        });
        var line = Assert.Single(_logger.Lines);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains("192.0.2.7", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nearly", line.Text, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Body)> RunAsync(RequestDelegate next)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = "GET", Path = "/api/v1/nodes" }, Response = { Body = answer } };
        await new ProblemMapping(next, _logger).InvokeAsync(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(answer.ToArray()));
    }
}
