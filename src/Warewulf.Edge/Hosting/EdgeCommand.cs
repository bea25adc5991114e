using System.CommandLine;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Site;

namespace Warewulf.Edge.Hosting;

/// <summary>The command line of <c>wwedge</c>.</summary>
internal static class EdgeCommand
{
    /// <summary>Describes the options and what to do with them.</summary>
    public static RootCommand Create(Func<EdgeOptions, CancellationToken, Task<int>> run)
    {
        var root = new Option<string>("--root") { Description = "keep configuration, state and sockets below DIR", HelpName = "DIR" };
        var heads = new Option<string[]>("--head")
        {
            Description = "a head, http://head1:9875 or unix:/path; may be given several times; env WWEDGE_HEADS, separated by commas",
            HelpName = "URL",
        };
        var token = new Option<string>("--token-file") { Description = "the file with the heads' token (default: etc/warewulf/keys/api.token)", HelpName = "FILE" };
        var interfaces = new Option<string[]>("--interface") { Description = "answer DHCP only there, also for relays when it is in no boot network; may be given several times", HelpName = "NAME" };
        var name = new Option<string>("--name") { Description = "this edge's name (default: the host name)", HelpName = "NAME" };
        var configuration = new Option<string>("--warewulfconf")
        {
            Description = "accepted for scripts; an edge learns its settings from the heads; env WAREWULFCONF",
            HelpName = "FILE",
            Hidden = true,
        };
        var command = new RootCommand("The Warewulf edge: boots the nodes of this machine's networks, with or without the heads.")
        {
            root, heads, token, interfaces, name, configuration,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EdgeOptions options;
            try
            {
                options = Read(parsed.GetValue(root), parsed.GetValue(heads) ?? [], parsed.GetValue(token), parsed.GetValue(interfaces) ?? [], parsed.GetValue(name));
            }
            catch (WarewulfException e)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"ERROR: {e.Message}");
                return 1;
            }

            return await run(options, cancellationToken);
        });
        return command;
    }

    private static EdgeOptions Read(string? root, string[] heads, string? tokenFile, string[] interfaces, string? name)
    {
        var paths = new SitePaths(string.IsNullOrEmpty(root) ? "" : Path.GetFullPath(root), Installation.Share(), SiteConfig.Default);
        var named = heads.Length > 0 ? heads : (Environment.GetEnvironmentVariable("WWEDGE_HEADS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IReadOnlyList<HeadAddress> addresses = named.Length > 0
            ? [.. named.Select(HeadAddress.Parse)]
            : [HeadAddress.Parse("unix:" + Path.GetFullPath(paths.Socket))];
        return new EdgeOptions
        {
            Name = string.IsNullOrEmpty(name) ? Environment.MachineName : name,
            Heads = addresses,
            Token = addresses.All(address => address.SocketPath is not null) ? null : Token(string.IsNullOrEmpty(tokenFile) ? paths.ApiToken : tokenFile),
            CacheDirectory = paths.EdgeCache,
            LoaderDirectory = Path.Combine(paths.Share, "boot"),
            Interfaces = interfaces,
        };
    }

    private static string Token(string file)
    {
        try
        {
            var token = File.ReadAllText(file).Trim();
            return token.Length > 0 && token.All(c => char.IsAscii(c) && !char.IsControl(c) && c != ' ')
                ? token
                : throw new WarewulfException(
                    ApiErrorCode.Unauthorized, $"'{file}' does not hold a token: copy etc/warewulf/keys/api.token from a head, or name it with --token-file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(
                ApiErrorCode.Unauthorized,
                $"The token for the heads cannot be read from '{file}': copy etc/warewulf/keys/api.token from a head, or name it with --token-file.", e);
        }
    }
}
