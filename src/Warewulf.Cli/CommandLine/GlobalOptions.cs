using System.CommandLine;
using System.Text;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.CommandLine;

/// <summary>The options every verb takes, and what follows from them.</summary>
internal sealed class GlobalOptions
{
    // The kernel keeps 108 bytes for the path and its end.
    private const int LongestSocketPath = 107;

    private readonly Option<string?> _root = Text("--root", "DIR", "Look for the socket and the token below DIR instead of /. Written before 'node add' and 'node set', which have a field of that name.");
    private readonly Option<string[]> _head =
        new("--head") { HelpName = "URL", Description = "A head to ask: http://HOST:9875 or unix:/PATH; several are tried in turn. Default: $WWCTL_HEADS, else the local socket." };

    private readonly Option<string?> _tokenFile = Text("--token-file", "FILE", "The token for heads reached over TCP. Default: /etc/warewulf/keys/api.token.");
    private readonly Option<string?> _output = Text("--output", "FORMAT", "table, json or yaml. Default: table.", "-o");
    private readonly Option<string?> _configuration = Text("--warewulfconf", "FILE", "The warewulf.conf that 'upgrade config' means; the heads read their own.");
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tell on standard error what is asked of which head." };
    private readonly Option<bool> _debug = new("--debug", "-d") { Description = "As --verbose, and trace errors." };

    // Warewulf hides these two; scripts may still write them.
    private readonly Option<string?> _logLevel = Text("--loglevel", "N", "Accepted and ignored.");
    private readonly Option<bool> _emptyConfiguration = new("--emptyconf") { Hidden = true };

    /// <summary>Adds them to the root.</summary>
    public void AddTo(Command root)
    {
        _logLevel.Hidden = true;
        foreach (var option in (Option[])[_root, _head, _tokenFile, _output, _configuration, _verbose, _debug, _logLevel, _emptyConfiguration])
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
    }

    /// <summary>How data is to be written.</summary>
    /// <exception cref="WarewulfException">There is no such format.</exception>
    public OutputFormat Format(ParseResult result) => result.GetValue(_output) switch
    {
        null or "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        var other => throw WarewulfException.Invalid($"There is no output format '{Names.Printable(other)}': use table, json or yaml."),
    };

    /// <summary>Whether to tell what is going on.</summary>
    public bool IsVerbose(ParseResult result) => result.GetValue(_verbose) || IsDebug(result);

    /// <summary>Whether to trace errors.</summary>
    public bool IsDebug(ParseResult result) => result.GetValue(_debug);

    /// <summary>The directory that stands for <c>/</c>.</summary>
    public string Root(ParseResult result, CliEnvironment environment) => Path.GetFullPath(result.GetValue(_root) ?? "/", environment.Directory);

    /// <summary>The <c>warewulf.conf</c> of this machine.</summary>
    public string SiteConf(ParseResult result, CliEnvironment environment) =>
        result.GetValue(_configuration) ?? Path.Combine(Root(result, environment), "etc/warewulf/warewulf.conf");

    /// <summary>Which heads to ask.</summary>
    /// <exception cref="WarewulfException">An address is malformed, or the token cannot be read.</exception>
    public HeadClientOptions Heads(ParseResult result, CliEnvironment environment)
    {
        var root = Root(result, environment);
        var written = result.GetValue(_head) is { Length: > 0 } given ? given : [environment.Variable("WWCTL_HEADS") ?? ""];
        var heads = new List<HeadAddress>();
        foreach (var list in written)
        {
            foreach (var address in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                heads.Add(Check(HeadAddress.Parse(address)));
            }
        }

        if (heads.Count == 0)
        {
            heads.Add(Check(HeadAddress.Parse("unix:" + Path.Combine(root, "run/warewulf/warewulfd.sock"))));
        }

        var overTcp = heads.Any(head => head.SocketPath is null);
        return new HeadClientOptions { Heads = heads, Token = overTcp ? ReadToken(result, environment, root) : null };
    }

    private static HeadAddress Check(HeadAddress head)
    {
        if (head.SocketPath is { } path && Encoding.UTF8.GetByteCount(path) > LongestSocketPath)
        {
            throw WarewulfException.Invalid(
                $"The socket '{Names.Printable(path)}' has a path of more than {LongestSocketPath} bytes, which no socket may have: use a shorter --root.");
        }

        return head.BaseUri.Scheme == "http"
            ? head
            : throw WarewulfException.Invalid($"wwctl cannot ask '{head.Text}' yet: write it as http://, or run wwctl on the head itself.");
    }

    private static Option<string?> Text(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = value, Description = description };

    private string? ReadToken(ParseResult result, CliEnvironment environment, string root)
    {
        var given = result.GetValue(_tokenFile);
        var file = given is null ? Path.Combine(root, "etc/warewulf/keys/api.token") : Path.GetFullPath(given, environment.Directory);
        try
        {
            var token = File.ReadAllText(file).Trim();
            return token.Length > 0 && token.All(c => c is > ' ' and <= '~')
                ? token
                : throw WarewulfException.Invalid($"'{file}' holds no token: it must be one line of printable characters.");
        }
        catch (Exception e) when (given is null && e is (FileNotFoundException or DirectoryNotFoundException))
        {
            // A head may serve some requests without one, and says so where it does not.
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw WarewulfException.Invalid($"Permission denied on the token '{file}': run wwctl as root, or name another file with --token-file.");
        }
        catch (IOException e)
        {
            throw WarewulfException.Invalid($"Cannot read the token '{file}': {e.Message.TrimEnd('.')}. Name another file with --token-file.");
        }
    }
}
