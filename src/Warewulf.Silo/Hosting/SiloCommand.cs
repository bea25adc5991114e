using System.CommandLine;
using System.Reflection;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Edge.Hosting;

namespace Warewulf.Silo.Hosting;

/// <summary>The command line of <c>warewulfd</c>.</summary>
internal static class SiloCommand
{
    /// <summary>Describes the options and what to do with them.</summary>
    public static RootCommand Create(Func<SiloOptions, CancellationToken, Task<int>> run)
    {
        var root = new Option<string>("--root") { Description = "keep configuration, state and sockets below DIR", HelpName = "DIR" };
        var edge = new Option<string>("--edge") { Description = "on (default): serve boot networks from this process; off: only be a head" };
        edge.AcceptOnlyFromAmong("on", "off");
        var listen = new Option<string[]>("--listen") { Description = "also listen on TCP, such as http://10.0.0.1:9875; clients need the token", HelpName = "URL" };
        var advertise = new Option<string[]>("--advertise")
        {
            Description = "where other heads over the same database reach this one, if not where it listens",
            HelpName = "URL",
        };
        var interfaces = new Option<string[]>("--interface")
        {
            Description = "answer DHCP only there, also for relays when it is in no boot network; may be given several times",
            HelpName = "NAME",
        };
        var database = new Option<string>("--database") { Description = "a PostgreSQL connection string instead of SQLite; env WAREWULF_DATABASE", HelpName = "Host=..." };
        var configuration = new Option<string>("--warewulfconf") { Description = "another configuration file; env WAREWULFCONF", HelpName = "FILE" };
        var command = new RootCommand("The Warewulf head: catalog, images, overlays, boot states, and an edge that boots nodes.")
        {
            root, edge, interfaces, listen, advertise, database, configuration,
        };
        command.SetAction((parsed, cancellationToken) => GuardAsync(
            () => new SiloOptions
            {
                HostName = Environment.MachineName,
                Version = Version(),
                Root = parsed.GetValue(root) is { Length: > 0 } directory ? Path.GetFullPath(directory) : "",
                Share = Installation.Share(),
                ConfigurationFile = Given(parsed.GetValue(configuration)) ?? Given(Environment.GetEnvironmentVariable("WAREWULFCONF")),
                Database = Given(parsed.GetValue(database)) ?? Given(Environment.GetEnvironmentVariable("WAREWULF_DATABASE")),
                DockerHost = Given(Environment.GetEnvironmentVariable("DOCKER_HOST")),
                Listen = [.. (parsed.GetValue(listen) ?? []).Select(Listening)],
                Advertise = [.. (parsed.GetValue(advertise) ?? []).Select(Advertised)],
                Edge = parsed.GetValue(edge) != "off",
                Interfaces = parsed.GetValue(interfaces) ?? [],
            },
            options => run(options, cancellationToken),
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> GuardAsync(Func<SiloOptions> read, Func<SiloOptions, Task<int>> run, TextWriter errors)
    {
        SiloOptions options;
        try
        {
            options = read();
        }
        catch (WarewulfException e)
        {
            await errors.WriteLineAsync($"ERROR: {e.Message}");
            return 1;
        }

        return await run(options);
    }

    private static HeadAddress Listening(string text) => HeadAddress.Parse(text) is { BaseUri.Scheme: "http" } address
        ? address
        : throw WarewulfException.Invalid($"--listen: TLS is not supported yet: write it as {text.Replace("https", "http", StringComparison.Ordinal)}.");

    private static HeadAddress Advertised(string text) => HeadAddress.Parse(text) is { BaseUri.Scheme: "http", SocketPath: null } address
        ? address
        : throw WarewulfException.Invalid($"--advertise: '{text}' is no address that other heads reach: give one such as http://head1:{HeadAddress.DefaultPort}.");

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Version() =>
        typeof(SiloCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
