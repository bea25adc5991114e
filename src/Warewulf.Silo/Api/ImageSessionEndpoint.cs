using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Api.Images.Sessions;
using Warewulf.Silo.Images.Sessions;

namespace Warewulf.Silo.Api;

/// <summary>Commands inside images, over a connection that HTTP hands over.</summary>
internal static partial class ImageSessionEndpoint
{
    private const int KeepAliveSeconds = 15;

    public static void MapImageSession(this IEndpointRouteBuilder routes) => routes.MapPost(Routes.ImagesSession, ServeAsync);

    private static async Task ServeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || context.Request.Headers.Upgrade != SessionProtocol.Name)
        {
            throw WarewulfException.Invalid($"A session begins with the headers 'Connection: Upgrade' and 'Upgrade: {SessionProtocol.Name}': use wwctl.");
        }

        KeepAlive(context);
        context.Response.Headers.Upgrade = SessionProtocol.Name;
        await using var stream = await upgrade.UpgradeAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, context.Service<IHostApplicationLifetime>().ApplicationStopping);
        using var peer = new SessionPeer(stream);
        await RunAsync(context, peer, ended);
    }

    // A client that vanished without a word must not hold the image for ever.
    private static void KeepAlive(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { AddressFamily: not AddressFamily.Unix } socket)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds);
        }
    }

    private static async Task RunAsync(HttpContext context, SessionPeer peer, CancellationTokenSource ended)
    {
        var logger = context.Service<ILogger<ImageSessions>>();
        var listening = Task.CompletedTask;
        ApiError? error = null;
        try
        {
            var request = await peer.OpenAsync(ended.Token);
            listening = ListenAsync(peer, ended);
            await context.Service<ImageSessions>().RunAsync(request, peer, ended.Token);
            await peer.EndAsync(ended.Token);
        }
        catch (WarewulfException e)
        {
            LogRefused(logger, e.Message);
            error = new ApiError(e.Code, e.Message);
        }
        catch (Exception e) when (ended.IsCancellationRequested || e is IOException or InvalidDataException)
        {
            LogAbandoned(logger);
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
            error = new ApiError(ApiErrorCode.Internal, "The head failed to do this; the reason is in its log: journalctl -u warewulfd.");
        }

        if (error is not null)
        {
            await peer.AnswerAsync(new ImageAnswer { Error = error }, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await ended.CancelAsync();
        await listening;
    }

    private static async Task ListenAsync(SessionPeer peer, CancellationTokenSource ended)
    {
        try
        {
            await peer.ListenAsync(ended.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidDataException)
        {
            // Broken off, or not our protocol: either way nobody is there any more.
        }

        await ended.CancelAsync();
    }
}
