using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Site;
using Warewulf.Silo.Api;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Hosting;

/// <summary>The head's HTTP interface: on a unix socket that only root can open, and on TCP where asked for.</summary>
internal static class ApiHost
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Builds the interface; it listens once it is started.</summary>
    public static WebApplication Build(SiloOptions options, SitePaths paths, ApiToken token, Action<IServiceCollection> addServices)
    {
        PrepareSocket(paths);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "warewulfd" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 << 20;
            kestrel.ListenUnixSocket(paths.Socket);
            foreach (var address in options.Listen)
            {
                Listen(kestrel, address);
            }
        });
        builder.Services.AddRoutingCore().AddSingleton(options).AddSingleton(paths).AddSingleton(token);
        addServices(builder.Services);
        var app = builder.Build();
        app.UseMiddleware<ProblemMapping>();
        app.UseMiddleware<ApiAuthentication>();
        app.MapGet(Routes.Version, context => context.AnswerAsync(
            new VersionResponse(options.Version, options.HostName, context.Service<CatalogService>().Current.Revision),
            ApiJsonContext.Default.VersionResponse));
        app.MapNodes();
        app.MapProfiles();
        app.MapOverlays();
        app.MapCatalog();
        app.MapImages();
        app.MapEdges();
        app.MapHeads();
        app.MapConfigure();
        app.MapFallback(context => throw WarewulfException.NotFound(
            $"This head has no '{Core.Validation.Names.Printable(context.Request.Path)}': its version ({options.Version}) may differ from yours."));
        return app;
    }

    /// <summary>Starts the interface.</summary>
    /// <exception cref="WarewulfException">An address is in use or not one of this machine.</exception>
    public static async Task StartAsync(WebApplication app, SiloOptions options, SitePaths paths, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"{e.Message.TrimEnd('.')}: stop what listens there, or choose another address with --listen.", e);
        }
        catch (SocketException e) when (options.Listen.Count == 0)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"The socket '{paths.Socket}' cannot be made: {e.Message}. Check the directory and its permissions.", e);
        }
        catch (SocketException e)
        {
            // The failure does not say which of several it was.
            var addresses = string.Join("' or '", options.Listen.Select(address => address.Text));
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"--listen: '{addresses}' cannot be served: {e.Message}. Give an address of this machine and a free port.", e);
        }

        File.SetUnixFileMode(paths.Socket, OwnerOnly);
    }

    // The directory is closed to others before the socket appears in it, so there is no moment in which they could connect. A socket left
    // by a crash is in the way; that no other head lives here is known, since this one holds the lock of its root.
    private static void PrepareSocket(SitePaths paths)
    {
        const int LongestSocketPath = 107;
        if (Encoding.UTF8.GetByteCount(paths.Socket) > LongestSocketPath)
        {
            throw WarewulfException.Invalid(
                $"The socket '{paths.Socket}' cannot be made: its path is longer than {LongestSocketPath} bytes. Choose a shorter --root.");
        }

        try
        {
            Directory.CreateDirectory(paths.Run, OwnerOnly | UnixFileMode.UserExecute);
            File.SetUnixFileMode(paths.Run, OwnerOnly | UnixFileMode.UserExecute);
            File.Delete(paths.Socket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, NoSocket(paths, e), e);
        }
    }

    private static string NoSocket(SitePaths paths, Exception e)
    {
        if (File.Exists(paths.Run))
        {
            return $"The directory '{paths.Run}' for the head's socket cannot be made: a file is in its place. Remove it, or choose another --root.";
        }

        return Directory.Exists(paths.Socket)
            ? $"The socket '{paths.Socket}' cannot be made: a directory is in its place. Remove it, or choose another --root."
            : $"The directory '{paths.Run}' for the head's socket cannot be used: {DiskProblem.Describe(e)}";
    }

    private static void Listen(KestrelServerOptions kestrel, HeadAddress address)
    {
        // A socket elsewhere would let in, without the token, whoever may open it; and plain HTTP must not pass for HTTPS.
        if (address.BaseUri.Scheme != Uri.UriSchemeHttp || address.SocketPath is not null)
        {
            throw WarewulfException.Invalid($"--listen: '{address.Text}' is not served: give a TCP address such as http://10.0.0.1:{HeadAddress.DefaultPort}.");
        }

        var host = address.BaseUri.Host;
        var port = address.BaseUri.Port;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, port);
        }
        else if (host == "localhost" && port != 0)
        {
            kestrel.ListenLocalhost(port);
        }
        else
        {
            throw WarewulfException.Invalid($"--listen: '{host}' is not an address of this machine: write it as http://10.0.0.1:{port}.");
        }
    }
}
