using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Api;

/// <summary>
/// Lets in whoever comes over the unix socket, which only root can open, and whoever presents the token over TCP. The version is told
/// to anybody.
/// </summary>
internal sealed class ApiAuthentication
{
    private const string Scheme = "Bearer ";

    private readonly RequestDelegate _next;
    private readonly byte[] _expected;

    public ApiAuthentication(RequestDelegate next, ApiToken token)
    {
        _next = next;
        _expected = Digest(token.Value);
    }

    public Task InvokeAsync(HttpContext context)
    {
        var overSocket = context.Connection.RemoteIpAddress is null;
        if (overSocket || context.Request.Path == Routes.Version || Presents(context.Request.Headers.Authorization.ToString()))
        {
            return _next(context);
        }

        throw new WarewulfException(
            ApiErrorCode.Unauthorized,
            "This head wants a token over TCP: name the file that holds it with --token-file (on the head: etc/warewulf/keys/api.token).");
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private bool Presents(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Digest(header[Scheme.Length..].Trim()), _expected);
}
